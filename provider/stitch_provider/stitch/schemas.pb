
éãï
	api_token"string"˜API access token of the Stitch account, created in the Stitch web application under *Account Settings*, *API access keys*. Only functions, `stitch_region` and `stitch_account` work without one. Default: the environment variable `STITCH_API_TOKEN`.(8@µ
base_url"string"öAddress of the Connect API. Default: the environment variable `STITCH_BASE_URL`, else `https://api.stitchdata.com`, which serves accounts of every region.(@‹
	client_id"string"¿Id of the Stitch account, a string of digits. If it is set, an API access token of another account is an error before anything is created. Default: the environment variable `STITCH_CLIENT_ID`.(@ë
region"string"¯AWS region in which Stitch processes the data of the account: `us-east-1` (North America) or `eu-central-1` (Europe). Only the data source `stitch_region` uses it; `base_url` does not depend on it. Default: the environment variable `STITCH_REGION`.(@ò

partner_id"string"|Id of a Stitch partner, with which `stitch_account` creates accounts. Default: the environment variable `STITCH_PARTNER_ID`.(@ì
partner_secret"string"qSecret of the Stitch partner, also called partner key. Default: the environment variable `STITCH_PARTNER_SECRET`.(8@•
request_timeout"string"ÉHow long one request to Stitch may take, from `1s` to `1h`. Default: the environment variable `STITCH_REQUEST_TIMEOUT`, else `60s`.(@ï
max_attempts"number"ˆHow many times a request is sent at most, if it fails for a reason that may pass; with `1`, it is not repeated. Requests that Stitch answers with "too many requests" do not count. Default: the environment variable `STITCH_MAX_ATTEMPTS`, else `6`.(@›
max_retry_wait"string"ºThe longest wait before a request is repeated, from `1s` to `1h`. If Stitch requires a longer one, it is not repeated. Default: the environment variable `STITCH_MAX_RETRY_WAIT`, else `2m`.(@ˆ
	ca_bundle"string"⁄Path of a file with certificates in PEM format, which are trusted in addition to those of the machine. Needed for a proxy that replaces the certificates of servers. Default: the environment variable `STITCH_CA_BUNDLE`.(@"zManages a Stitch account: its destinations, sources, stream selections, replication jobs, import tokens and notifications.(ë
stitch_account˛˚|
id"string"hId of the account, a string of digits. Another configuration of this provider can use it as `client_id`.0@v

first_name"string"ZFirst name of the user. Required for a new account. Another value creates another account.(@t
	last_name"string"YLast name of the user. Required for a new account. Another value creates another account.(@p
company"string"WCompany of the user. Required for a new account. Another value creates another account.(@ü
email"string"áEmail address of the user, which must not have a Stitch account yet. Required for a new account. Another value creates another account.(@»
region"string"ØRegion in which Stitch processes the account's data: `us-east-1` (North America) or `eu-central-1` (Europe). Required for a new account. Another value creates another account.(@é
authorization_code_wo"string"‚Authorization code with which the partner uses an existing account, instead of the user's details. It is used once, when the resource is created, and stored in no plan and no state. Default: none, and a new account is created.(8@X”
access_token"string"≤API access token of the account, stored in the state. Another configuration of this provider can use it as `api_token`. It does not expire, but the user can disable or delete it.08@"ƒA Stitch account that a partner creates for a user, with an API access token for it. The provider's configuration needs `partner_id` and `partner_secret`, and no API access token. Stitch cannot show, change or delete accounts; the guide *Creating accounts as a partner* explains what changing and destroying the resource do.(∞
stitch_destinationôñ≠
type"string"ñType of the destination in the Connect API, such as `postgres`, `redshift`, `snowflake`, `s3` or `bigquery_v2`. Another type replaces the destination. @≈
name"string"¨Name of the destination in Stitch. Default: a name that Stitch derives from the type of a new destination. If the name is removed from the configuration, it stays as it is.(0@∑
description"string"óDescription of the destination in Stitch. Default: none for a new destination. If the description is removed from the configuration, it stays as it is.(0@‹
ignore_unmapped_sources"bool"¥Whether sources without a destination stay without one when this destination is created. A later change has no effect. Default: `false`, and they all load into the new destination.(@†

properties["map","string"]˚Settings of the destination that are not secret, by name, with every value as text (`"5432"`, `"true"`). The page of each destination type lists the names, and the guide *Properties of sources and destinations* explains what is managed. Default: none.(@“
credentials["map","string"]™Secret settings by name, stored in the state. With Terraform or OpenTofu 1.11 or newer, use `credentials_wo` instead; the guide *Secrets* compares the two. Default: none.(8@˙
credentials_wo["map","string"]ÕSecret settings by name, stored in no plan and no state. They are sent again when they change, or only when `credentials_wo_version` changes if that is set; the guide *Secrets* explains how. Default: none.(8@X·
credentials_wo_version"number"∏Version of `credentials_wo`, a number of your choice. A change of the version sends the credentials again. Default: none; then the provider detects a change of `credentials_wo` itself.(@Å
connection_checkUWhether an apply waits for the connection check of Stitch. Default: it does not wait.(@Rë
™
wait"bool"ïWhether to wait for the connection check that Stitch runs after the destination is created or its properties or credentials change. Default: `false`.(@
ﬂ

on_failure"string"¬How the apply reports a failed check: `error` for an error, `warn` for a warning. After an error, each apply sends what changed again and waits for a check, until one succeeds. Default: `error`.(@õ
timeoutsTime limits of the operations.(@RÍ
v
create"string"^Time limit of create, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
update"string"^Time limit of update, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
delete"string"^Time limit of delete, including waits, as a duration such as `45s` or `1h30m`. Default: `10m`.(@
effective_properties["map","string"]¡Properties of the destination that Stitch shows and `properties` does not set, such as those that Stitch sets itself. Credentials and properties that the integration renews itself are left out.0@>
id"string"*Id of the destination, a string of digits.0@o
stitch_client_id"string"MId of the Stitch account that the destination belongs to, a string of digits.0@e

created_at"string"IWhen the destination was created, in UTC, such as `2024-05-14T09:30:00Z`.0@"˙A destination: the warehouse or storage that Stitch loads data into. On the Standard plan an account can have one destination, so `create_before_destroy` cannot be used. Destroying a destination stops the replication of the sources that load into it.(®
stitch_import_tokenêçW
id"string"CId of the token, a string of digits. Newer tokens have greater ids.0@]
	source_id"string"BId of the source, a string of digits. A change replaces the token. @é
triggers["map","string"]lValues of your choice, such as a date or a version. A change of any value replaces the token. Default: none.(@§
access_token"string"ÉValue of the token, stored in the state. Null for an imported token, because Stitch shows the value only when the token is created.08@Ä

created_at"string"dWhen the token was created, in UTC, such as `2024-05-14T09:30:00Z`. Null if Stitch does not show it.0@"ïA token for the Import API of a source of type `import_api`. Stitch shows its value only when the token is created, so it is stored in the state. A source can have two tokens at a time; the guide *Rotating Import API tokens* explains how to replace one without an interruption.(™
stitch_notification_emailåâ|
email_address"string"]Address to which Stitch sends notifications. Another address replaces the notification email. @{
enabled"bool"bWhether Stitch uses the notification email. Stitch keeps it while it is disabled. Default: `true`.(0@E
id"string"1Id of the notification email, a string of digits.0@v
stitch_client_id"string"TId of the Stitch account that the notification email belongs to, a string of digits.0@l

created_at"string"PWhen the notification email was created, in UTC, such as `2024-05-14T09:30:00Z`.0@"‹An email address that Stitch notifies of problems in addition to the account's users, such as the address of a team or a ticket system. An account can have ten of them, including disabled ones, if its plan includes them.(‹
stitch_post_load_hook¬øŸ
destination_id"string"∏Id of the destination whose loads call the hook, a string of digits. Another destination replaces the hook. If Stitch does not show the destination, the state keeps the configured one. @√
url"string"≠Address that Stitch calls with a POST request, beginning with `https`, stored in the state. Another address replaces the hook. Exactly one of `url` and `url_wo` must be set.(@Ï
url_wo"string"œThe same for an address with a secret: it is stored in no plan and no state. Another address replaces the hook; the guide *Secrets* explains how it is detected. Exactly one of `url` and `url_wo` must be set.(8@Xø
url_wo_version"number"ûVersion of `url_wo`, a number of your choice. A change of the version replaces the hook. Default: none; then the provider detects a change of `url_wo` itself.(@m
enabled"bool"TWhether Stitch uses the hook. Stitch keeps it while it is disabled. Default: `true`.(0@7
id"string"#Id of the hook, a string of digits.0@h
stitch_client_id"string"FId of the Stitch account that the hook belongs to, a string of digits.0@^

created_at"string"BWhen the hook was created, in UTC, such as `2024-05-14T09:30:00Z`.0@"ıA post-load hook: an address that Stitch calls after each load of a table into a destination. On the plans Free Trial, Advanced and Premium, an account can have ten of them, including disabled ones. Deleting a destination also deletes its hooks.(õ
stitch_replication_jobÄ˝^
id"string"JId of the source, a string of digits. The job is identified by `job_name`.0@M
	source_id"string"2Id of the source to replicate, a string of digits. @£
triggers["map","string"]ÄValues of your choice, such as the id of a commit. A change of any value starts a new job. Default: none, and the job runs once.(@‘
on_already_running"string"≠What to do if a job of the source is already running: `attach` uses that job and warns, `error` fails. A change takes effect when the next job is started. Default: `attach`.(0@¶
wait"bool"èWhether to wait until the extraction has ended, and to fail if it failed. A change takes effect when the next job is started. Default: `false`.(0@÷
stop_on_destroy"bool"¥Whether destroying or replacing this resource stops the job that the source is running, even if it is a later job. A job that the same run started is not stopped. Default: `false`.(0@‰
timeoutsTime limits of the operations.(@R≥
Æ
create"string"ïTime limit of starting the job and waiting for it, as a duration such as `45s` or `1h30m`. A job that exceeds it continues in Stitch. Default: `30m`.(@€
job_name"string"¿Name of the job, with which `stitch_extraction_log` reads its log. Null if a job was already running and `wait` was not set, because Stitch shows the name of such a job only when it has ended.0@Y
already_running"bool":Whether this resource uses a job that was already running.0@Ê

extraction∞How the extraction ended. Null if `wait` was not set when the job was started. It is not refreshed; the data source `stitch_extractions` has the last extraction of each source.0@R†
V
job_name"string"<Name of the replication job that the extraction was part of.0@
@
	source_id"string"%Id of the source, a string of digits.0@
g
source_type"string"JType of the source in the form that extractions use, such as `tap-github`.0@
ó
status"string"Status of the extraction: `running`, `succeeded`, `failed` (`failed_phase` is the phase) or `terminated` (the job was stopped).0@
ø
failed_phase"string"†First phase that failed: `discovery` (finding streams), `tap` (reading from the source) or `target` (passing the data on to be loaded). Null if no phase failed.0@
g
failure"string"NReason why that phase failed, as Stitch describes it. Null if no phase failed.0@
@

started_at"string"$When the extraction started, in UTC.0@
@
completed_at"string""When the extraction ended, in UTC.0@
r
discovery_exit_status"number"KExit status of discovery: 0 for success. Null if it did not run to its end.0@
Å
discovery_description"string"ZMessage of Stitch about discovery, such as the reason of a failure. Null if there is none.0@
j
tap_exit_status"number"IExit status of the tap: 0 for success. Null if it did not run to its end.0@
y
tap_description"string"XMessage of Stitch about the tap, such as the reason of a failure. Null if there is none.0@
p
target_exit_status"number"LExit status of the target: 0 for success. Null if it did not run to its end.0@

target_description"string"[Message of Stitch about the target, such as the reason of a failure. Null if there is none.0@"¡A replication job of a source, which starts when this resource is created or replaced. A change of `triggers` replaces it. The action `stitch_start_replication` starts a job without a resource.(…$
stitch_source∑$¥$ü
type"string"àType of the source in the Connect API, such as `platform.github`, `platform.hp-mysql` or `import_api`. Another type replaces the source. @v
display_name"string"XName of the source in Stitch. When the source is created, Stitch derives `name` from it. @™
name"string"ìName of the schema or dataset in the destination. Stitch derives it from the `display_name` with which the source is created, and never changes it.0@Ï
destination_id"string"…Id of the destination that the source loads into, a string of digits. A change in the web application is detected if Stitch shows the destinations of the source. Default: chosen by Stitch, which uses the destination of the account if there is only one; if the id is removed from the configuration, the destination stays as it is.(0@·
schedule¶When the source replicates. Default: the interval that Stitch sets for the type of a new source. If the schedule is removed from the configuration, it stays as it is.(0@R•
æ
frequency_minutes"number"öMinutes between starts: 1, 30, 60, 360, 720 or 1440. Only databases can replicate every minute. Exactly one of `frequency_minutes` and `cron` must be set.(@
Ÿ
anchor_time"string"ªTime in UTC, such as `2024-05-14T09:30:00Z`, from which `frequency_minutes` is counted. It has an effect for 60 minutes or more. Default: none; then it is counted from the previous start.(@
É
cron"string"ÏQuartz expression in UTC, such as `0 0 12 ? * MON-FRI`: seconds (`0`), minutes, hours, day of month, month, day of week, optionally the year. Not available on the Standard plan. Exactly one of `frequency_minutes` and `cron` must be set.(@H
paused"bool"0Whether replication is paused. Default: `false`.(0@ì
wait_for"string"¯Step to wait for after the source is created or its properties or credentials change: `discover_schema` (the streams are known), `field_selection` (streams can be selected), `fully_configured` (the source can replicate), or `none`. Default: `none`.(@ñ

properties["map","string"]ÒSettings of the source that are not secret, by name, with every value as text (`"5432"`, `"true"`). The page of each source type lists the names, and the guide *Properties of sources and destinations* explains what is managed. Default: none.(@“
credentials["map","string"]™Secret settings by name, stored in the state. With Terraform or OpenTofu 1.11 or newer, use `credentials_wo` instead; the guide *Secrets* compares the two. Default: none.(8@˙
credentials_wo["map","string"]ÕSecret settings by name, stored in no plan and no state. They are sent again when they change, or only when `credentials_wo_version` changes if that is set; the guide *Secrets* explains how. Default: none.(8@X·
credentials_wo_version"number"∏Version of `credentials_wo`, a number of your choice. A change of the version sends the credentials again. Default: none; then the provider detects a change of `credentials_wo` itself.(@¸
connection_checkUWhether an apply waits for the connection check of Stitch. Default: it does not wait.(@Rå
•
wait"bool"êWhether to wait for the connection check that Stitch runs after the source is created or its properties or credentials change. Default: `false`.(@
ﬂ

on_failure"string"¬How the apply reports a failed check: `error` for an error, `warn` for a warning. After an error, each apply sends what changed again and waits for a check, until one succeeds. Default: `error`.(@õ
timeoutsTime limits of the operations.(@RÍ
v
create"string"^Time limit of create, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
update"string"^Time limit of update, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
delete"string"^Time limit of delete, including waits, as a duration such as `45s` or `1h30m`. Default: `10m`.(@Î
effective_properties["map","string"]ºProperties of the source that Stitch shows and `properties` does not set, such as those that Stitch sets itself. Credentials and properties that the integration renews itself are left out.0@9
id"string"%Id of the source, a string of digits.0@j
stitch_client_id"string"HId of the Stitch account that the source belongs to, a string of digits.0@`

created_at"string"DWhen the source was created, in UTC, such as `2024-05-14T09:30:00Z`.0@"“A source: a database, application or webhook that Stitch extracts data from. Select its streams with `stitch_stream_selection` or `stitch_stream_selections`. A source that is replaced replicates all data again.(„
stitch_stream_selections∆√,
id"string"The same as `source_id`.0@@
	source_id"string"%Id of the source, a string of digits. @Ó
streams™Settings of the streams by `tap_stream_id`: `<database>-<schema>-<table>` for PostgreSQL, `<database>-<table>` for MySQL, the plain name for most SaaS sources. `{}` selects a stream and leaves its other settings as they are in Stitch. The data source `stitch_streams` lists the streams of a source. @R±
œ
selected"bool"¥Whether the stream is replicated. While it is `false`, `fields` is neither sent nor compared, because Stitch does not show which fields of the stream are selected. Default: `true`.(0@
ñ
replication_method"string"ÔHow the stream is replicated: `FULL_TABLE`, `INCREMENTAL` or, for databases that are set up for it, `LOG_BASED`. Leave it out for streams of SaaS sources with a fixed method. Default: the method that is set in Stitch, which is not changed.(0@
ù
replication_key"string"˘Field that identifies new and changed rows if the method is `INCREMENTAL`. It must be one of the stream's valid replication keys or, if the stream has none, an integer or a point in time. Default: the key that is set in Stitch, which is not changed.(0@
ë
view_key_properties["set","string"]·Fields that identify a row of a database view, which has no primary key. Without them, each replication appends the rows of the view instead of updating them. Default: the fields that are set in Stitch, which are not changed.(0@
ç
fieldsÉWhich fields are replicated: exactly one of `all`, `include` and `exclude`. Default: the fields that are selected in Stitch, which are not managed. In many streams of SaaS sources these are only the keys; set `fields = { all = true }` to replicate everything.(@R¯
¥
all"bool"†Set it to `true` to replicate all fields. Exactly one of `all`, `include` and `exclude` must be set. A field that is added later and is not replicated is drift.(@
†
include["set","string"]Names of the fields to replicate. All others are left out, except those that Stitch always replicates, such as the primary key.(@
ô
exclude["set","string"]xNames of the fields to leave out. All others are replicated. A field that is added later and is not replicated is drift.(@Ú
unlisted_streams"string"ÕWhat to do with selected streams that are not in `streams`: `ignore` leaves them selected, `deselect` deselects them. With `deselect`, a stream that is later selected in Stitch is drift. Default: `ignore`.(0@õ
timeoutsTime limits of the operations.(@RÍ
v
create"string"^Time limit of create, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
update"string"^Time limit of update, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
delete"string"^Time limit of delete, including waits, as a duration such as `45s` or `1h30m`. Default: `10m`.(@u

stream_ids["map","string"]QNumbers of the streams in the Connect API, strings of digits, by `tap_stream_id`.0@Ô
replicated_fields["map",["set","string"]]ªNames of the fields that are replicated, including those that Stitch always replicates, by `tap_stream_id`. Empty for a stream that is not selected. Streams without `fields` are left out.0@"·Selects streams (tables or objects) of a source for replication, and their fields, with one read and one write for all of them. Creating the resource waits until Stitch has discovered the streams, and removing a stream from the map or destroying the resource deselects it. Do not manage a stream with both this resource and `stitch_stream_selection`; the guide *Selecting streams and fields* explains how to change between the two, and what happens to streams that an import finds.(à
stitch_stream_selectionÏÈc
id"string"OImport id of the selection: `source_id` and `stream` with a slash between them.0@@
	source_id"string"%Id of the source, a string of digits. @Î
stream"string"“`tap_stream_id` of the stream: `<database>-<schema>-<table>` for PostgreSQL, `<database>-<table>` for MySQL, the plain name for most SaaS sources. The data source `stitch_streams` lists the streams of a source. @õ
timeoutsTime limits of the operations.(@RÍ
v
create"string"^Time limit of create, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
update"string"^Time limit of update, including waits, as a duration such as `45s` or `1h30m`. Default: `30m`.(@
v
delete"string"^Time limit of delete, including waits, as a duration such as `45s` or `1h30m`. Default: `10m`.(@W
	stream_id"string"<Number of the stream in the Connect API, a string of digits.0@s
stream_name"string"VPlain name of the table or object. Several streams of a source can have the same name.0@x
key_properties["list","string"]OFields that identify a row: the primary key, or a view's `view_key_properties`.0@≈
replicated_fields["set","string"]ôNames of the fields that are replicated, including those that Stitch always replicates. Empty if the stream is not selected, null if `fields` is not set.0@œ
selected"bool"¥Whether the stream is replicated. While it is `false`, `fields` is neither sent nor compared, because Stitch does not show which fields of the stream are selected. Default: `true`.(0@ñ
replication_method"string"ÔHow the stream is replicated: `FULL_TABLE`, `INCREMENTAL` or, for databases that are set up for it, `LOG_BASED`. Leave it out for streams of SaaS sources with a fixed method. Default: the method that is set in Stitch, which is not changed.(0@ù
replication_key"string"˘Field that identifies new and changed rows if the method is `INCREMENTAL`. It must be one of the stream's valid replication keys or, if the stream has none, an integer or a point in time. Default: the key that is set in Stitch, which is not changed.(0@ë
view_key_properties["set","string"]·Fields that identify a row of a database view, which has no primary key. Without them, each replication appends the rows of the view instead of updating them. Default: the fields that are set in Stitch, which are not changed.(0@ç
fieldsÉWhich fields are replicated: exactly one of `all`, `include` and `exclude`. Default: the fields that are selected in Stitch, which are not managed. In many streams of SaaS sources these are only the keys; set `fields = { all = true }` to replicate everything.(@R¯
¥
all"bool"†Set it to `true` to replicate all fields. Exactly one of `all`, `include` and `exclude` must be set. A field that is added later and is not replicated is drift.(@
†
include["set","string"]Names of the fields to replicate. All others are left out, except those that Stitch always replicates, such as the primary key.(@
ô
exclude["set","string"]xNames of the fields to leave out. All others are replicated. A field that is added later and is not replicated is drift.(@"ÚSelects one stream (a table or an object) of a source for replication, and its fields. Creating the resource waits until Stitch has discovered the stream, and destroying it deselects the stream. Use `stitch_stream_selections` for a source with many streams; the guide *Selecting streams and fields* explains how to rename the resource, and how to change between the two.(ﬁ
stitch_connection_check¬ø}
	source_id"string"bId of the source, a string of digits. Exactly one of `source_id` and `destination_id` must be set.(@á
destination_id"string"gId of the destination, a string of digits. Exactly one of `source_id` and `destination_id` must be set.(@P
status"string"8Status of the check: `running`, `succeeded` or `failed`.0@P
	succeeded"bool"7Whether the check succeeded. False while it is running.0@É
failure"string"jReason of the failure, as the system that Stitch connects to describes it. Null if the check did not fail.0@T
job_name"string":Name of the job of the check. Each check has another name.0@4
mode"string"Kind of job, which is `check`.0@;

started_at"string"When the check started, in UTC.0@U
completed_at"string"7When the check ended, in UTC. Null while it is running.0@6
error"bool"!Whether any exit status is not 0.0@m
check_exit_status"number"JExit status of the whole check: 0 for success. Often null after a failure.0@i
discovery_exit_status"number"BExit status of discovery: 0 for success. Null while it is running.0@D
discovery_error_message"string"Error message of discovery.0@d
tap_exit_status"number"CExit status of the tap: 0 for success. Null if the tap did not run.0@<
tap_error_message"string"Error message of the tap.0@m
target_exit_status"number"IExit status of the target: 0 for success. Null if the target did not run.0@B
target_error_message"string"Error message of the target.0@"∏The last connection check of a source or a destination. Stitch checks the connection after it is created and when its properties change. All attributes are null before the first check.(Œ	
stitch_destination_types±	Æ	≤
types The types found, sorted by name.0@RÇ
3
type"string"Name of the destination type.0@
K
display_name"string"-Name of the product. Null if it is not known.0@
l

documented"bool"RWhether the documentation of the Connect API describes the properties of the type.0@
\
oauth"bool"GWhether each destination must be authorized by the third party (OAuth).0@
r
access"bool"\Whether this account may create a destination of this type. Null if Stitch does not show it.0@
_
pipeline_state"string"?State of the type: `alpha`, `beta`, `released` or `deprecated`.0@
[
pricing_tier"string"=Plan tier that includes the type: `standard` or `enterprise`.0@á
oauth"bool"rOnly types whose destinations must (`true`) or need not (`false`) be authorized by the third party. Default: both.(@}
access"bool"gOnly types of which this account may (`true`) or may not (`false`) create a destination. Default: both.(@[
pipeline_state"string";Only types in this state, such as `released`. Default: any.(@"éThe destination types that Stitch lists. Other types exist, such as `bigquery_v2`, which the data source `stitch_destination_type` also shows.(ø
stitch_destination_type£†H
type"string"2Name of the destination type, such as `snowflake`. @_
listed"bool"IWhether Stitch lists the type. A type that is not listed may still exist.0@h
protocol"string"NType whose integration this type uses. It differs from `type` for some brands.0@V
steps["list","string"]6Steps of the configuration of a destination, in order.0@›	

properties%Properties of a destination, by name.0@R£	
K
meaning"string"2What the property is for. Null if it is not known.0@
`
step"string"JStep of the configuration that the property belongs to: `form` or `oauth`.0@
?
required"bool"'Whether the step requires the property.0@
o

credential"bool"UWhether the property is a secret, which belongs in `credentials_wo` or `credentials`.0@
É
property_type"string"„Who sets the property: the user (`user_provided`, or `user_provided_advanced` for experts), the user once (`user_provided_immutable`), Stitch unless the user sets it (`system_provided_by_default`), or only Stitch (`read_only`).0@
U
	immutable"bool"<Whether another value of the property replaces the resource.0@
?
	read_only"bool"&Whether only Stitch sets the property.0@
g
expects"string"NValid values of the property, in words. Null if Stitch does not describe them.0@
j
json_schema"string"MValid values of the property, as a JSON schema. Null if Stitch has no schema.0@
u
default"string"\Usual value, according to the documentation of Stitch. Null if the documentation names none.0@
T
allowed["list","string"]2Documented values. Empty if any value is possible.0@K
display_name"string"-Name of the product. Null if it is not known.0@l

documented"bool"RWhether the documentation of the Connect API describes the properties of the type.0@\
oauth"bool"GWhether each destination must be authorized by the third party (OAuth).0@r
access"bool"\Whether this account may create a destination of this type. Null if Stitch does not show it.0@_
pipeline_state"string"?State of the type: `alpha`, `beta`, `released` or `deprecated`.0@[
pricing_tier"string"=Plan tier that includes the type: `standard` or `enterprise`.0@"ÉA destination type: the properties of its destinations, and whether the account may create them. Display names, meanings, defaults and documented values come from the catalog of the provider. If Stitch does not list the type, all information comes from there.(á
stitch_destinationsÔÏ<
ids["list","string"]Ids of the destinations found.0@é

destinationsThe destinations found.0@R‡	
>
id"string"*Id of the destination, a string of digits.0@
8
name"string""Name of the destination in Stitch.0@
B
type"string",Type of the destination, such as `postgres`.0@
F
description"string")Description of the destination in Stitch.0@
w
effective_properties["map","string"]IAll properties that Stitch shows of the destination, without credentials.0@
s
fully_configured"bool"SWhether the configuration of the destination is complete, so that it can replicate.0@
©
current_step"string"äNext step of the configuration. The steps are `form`, `oauth`, `discover_schema`, `field_selection` and `fully_configured`, in this order.0@
y
missing_properties["list","string"]LNames of the properties that the current step requires and that are not set.0@
a
	paused_at"string"FWhen a user paused the destination, in UTC. Null if no user paused it.0@
n
system_paused_at"string"LWhen Stitch paused the destination, in UTC. Null if Stitch did not pause it.0@
[
stitch_client_id"string"9Id of the Stitch account that the destination belongs to.0@
E

created_at"string")When the destination was created, in UTC.0@
J

updated_at"string".When the destination was last changed, in UTC.0@X
type"string"BOnly destinations of this type, such as `snowflake`. Default: any.(@M
name"string"7Only destinations with exactly this name. Default: any.(@"pThe destinations of the account that match all filters, sorted by id. Stitch does not keep deleted destinations.(€
stitch_destinationƒ¡l
id"string"VId of the destination, a string of digits. Exactly one of `id` and `name` must be set.(0@f
name"string"NName of the destination in Stitch. Exactly one of `id` and `name` must be set.(0@µ

last_checkFLast connection check of the destination. Null before the first check.0@R⁄
P
status"string"8Status of the check: `running`, `succeeded` or `failed`.0@
;

started_at"string"When the check started, in UTC.0@
U
completed_at"string"7When the check ended, in UTC. Null while it is running.0@
p
failure"string"WReason of the failure, as the destination describes it. Null if the check did not fail.0@B
type"string",Type of the destination, such as `postgres`.0@F
description"string")Description of the destination in Stitch.0@w
effective_properties["map","string"]IAll properties that Stitch shows of the destination, without credentials.0@s
fully_configured"bool"SWhether the configuration of the destination is complete, so that it can replicate.0@©
current_step"string"äNext step of the configuration. The steps are `form`, `oauth`, `discover_schema`, `field_selection` and `fully_configured`, in this order.0@y
missing_properties["list","string"]LNames of the properties that the current step requires and that are not set.0@a
	paused_at"string"FWhen a user paused the destination, in UTC. Null if no user paused it.0@n
system_paused_at"string"LWhen Stitch paused the destination, in UTC. Null if Stitch did not pause it.0@[
stitch_client_id"string"9Id of the Stitch account that the destination belongs to.0@E

created_at"string")When the destination was created, in UTC.0@J

updated_at"string".When the destination was last changed, in UTC.0@"KA destination of the account, which is looked up by its `id` or its `name`.(ï
stitch_extraction_log˚¯a
job_name"string"GName of the job, from `stitch_extractions` or `stitch_replication_job`. @¶
timeoutsTime limits of the operations.(@Rv
r
read"string"\Time limit of read, including waits, as a duration such as `45s` or `1h30m`. Default: `20m`.(@x
text"string"bThe log of the job. If it is longer than 16 MiB, a warning appears and only the beginning is read.0@"ÌThe log of the extraction of a replication job. Stitch keeps it for 60 days, or for 7 days on the Standard plan. Stitch allows an account 30 requests for extractions, logs and loads in 10 minutes, and the provider waits if it needs more.(ë
stitch_extractions˙˜h
	source_id"string"MOnly the extraction of this source, a string of digits. Default: all sources.(@J
failed_only"bool"/Only extractions that failed. Default: `false`.(@¶
timeoutsTime limits of the operations.(@Rv
r
read"string"\Time limit of read, including waits, as a duration such as `45s` or `1h30m`. Default: `20m`.(@Ã
extractionsThe extractions found.0@R†
V
job_name"string"<Name of the replication job that the extraction was part of.0@
@
	source_id"string"%Id of the source, a string of digits.0@
g
source_type"string"JType of the source in the form that extractions use, such as `tap-github`.0@
ó
status"string"Status of the extraction: `running`, `succeeded`, `failed` (`failed_phase` is the phase) or `terminated` (the job was stopped).0@
ø
failed_phase"string"†First phase that failed: `discovery` (finding streams), `tap` (reading from the source) or `target` (passing the data on to be loaded). Null if no phase failed.0@
g
failure"string"NReason why that phase failed, as Stitch describes it. Null if no phase failed.0@
@

started_at"string"$When the extraction started, in UTC.0@
@
completed_at"string""When the extraction ended, in UTC.0@
r
discovery_exit_status"number"KExit status of discovery: 0 for success. Null if it did not run to its end.0@
Å
discovery_description"string"ZMessage of Stitch about discovery, such as the reason of a failure. Null if there is none.0@
j
tap_exit_status"number"IExit status of the tap: 0 for success. Null if it did not run to its end.0@
y
tap_description"string"XMessage of Stitch about the tap, such as the reason of a failure. Null if there is none.0@
p
target_exit_status"number"LExit status of the target: 0 for success. Null if it did not run to its end.0@

target_description"string"[Message of Stitch about the target, such as the reason of a failure. Null if there is none.0@"ƒThe last completed extraction of each source in the last 60 days (7 days on the Standard plan), including paused and deleted sources, sorted by the id of the source. Stitch allows an account 30 requests for extractions, logs and loads in 10 minutes, and the provider waits if it needs more: about 30 seconds for each page of 100 extractions after the first ten. At most 100 pages are read, and a warning says how many there are if the account has more.(¢
stitch_import_tokensâÜ@
	source_id"string"%Id of the source, a string of digits. @O
ids["list","string"]1Ids of the tokens. Newer tokens have greater ids.0@«
tokensThe tokens, at most two.0@Rû
8
id"string"$Id of the token, a string of digits.0@
`

created_at"string"DWhen the token was created, in UTC. Null if Stitch does not show it.0@"§The active import tokens of a source of type `import_api`, oldest first. Their values are not included, because Stitch shows a value only when the token is created.(œ
stitch_loadsæªa
	source_id"string"FOnly streams of this source, a string of digits. Default: all sources.(@ì
source_name"string"vOnly streams of the source with this `name`, which is the name of its schema in the destination. Default: all sources.(@H
stream"string"0Only streams of exactly this name. Default: any.(@Z
failed_only"bool"?Only streams whose load is in an error state. Default: `false`.(@¶
timeoutsTime limits of the operations.(@Rv
r
read"string"\Time limit of read, including waits, as a duration such as `45s` or `1h30m`. Default: `20m`.(@“
loadsThe loads found.0@R≤
f
source_name"string"I`name` of the source, which is the name of its schema in the destination.0@
^
stream"string"FName of the stream, which is the name of its table in the destination.0@
|
last_loaded_at"string"\When the last batch of the stream was loaded, in UTC. Null if the load is in an error state.0@
J
failed"bool"4Whether the load of the stream is in an error state.0@
Ä
failure"string"gReason of the failure, as Stitch describes it. Null if the load did not fail or Stitch gives no reason.0@
ò
error_state"string"{Error state as Stitch shows it, in JSON. Its structure is not documented and can change at any time. Null if there is none.0@"ôThe last load of each stream into the destination in the last 60 days (7 days on the Standard plan), sorted by source and stream. Stitch allows an account 30 requests for extractions, logs and loads in 10 minutes, and the provider waits if it needs more: about 30 seconds for each page of 100 loads after the first ten. At most 20 pages are read, and a warning says how many there are if the account has more.(’
stitch_notification_emails∂≥C
ids["list","string"]%Ids of the notification emails found.0@•
emailsThe notification emails found.0@Rˆ
K
email_address"string",Address to which Stitch sends notifications.0@
E
id"string"1Id of the notification email, a string of digits.0@
B
enabled"bool"+Whether Stitch uses the notification email.0@
h
disabled_at"string"KWhen the notification email was disabled, in UTC. Null while it is enabled.0@
b
stitch_client_id"string"@Id of the Stitch account that the notification email belongs to.0@
L

created_at"string"0When the notification email was created, in UTC.0@]
enabled"bool"FOnly notification emails that are, or are not, enabled. Default: both.(@"cThe email addresses that Stitch notifies in addition to those of the account's users, sorted by id.(¿
stitch_post_load_hooks•¢5
ids["list","string"]Ids of the hooks found.0@Õ
hooksThe hooks found.0@R≠
ö
destination_id"string"zId of the destination whose loads call the hook. Null if Stitch does not show it and the account has several destinations.0@
e
url"string"PAddress that Stitch calls, with `(hidden)` in place of parts that can be secret.0@
D
modified_at"string"'When the hook was last changed, in UTC.0@
7
id"string"#Id of the hook, a string of digits.0@
4
enabled"bool"Whether Stitch uses the hook.0@
Z
disabled_at"string"=When the hook was disabled, in UTC. Null while it is enabled.0@
T
stitch_client_id"string"2Id of the Stitch account that the hook belongs to.0@
>

created_at"string""When the hook was created, in UTC.0@f
destination_id"string"FOnly hooks of the destination with this id. Default: all destinations.(@O
enabled"bool"8Only hooks that are, or are not, enabled. Default: both.(@"^The post-load hooks of the account: the addresses that Stitch calls after loads, sorted by id.(É
stitch_regionÒÓã
region"string"AWS region in which Stitch processes the data of the account: `us-east-1` (North America) or `eu-central-1` (Europe). The Stitch web application shows it under *Account Settings* as *data pipeline region*. Default: `region` of the provider.(0@L
name"string"6Name of the region in Stitch, such as `North America`.0@≥
cidr_blocks["list","string"]åAddresses from which Stitch connects to databases, as CIDR blocks such as `52.23.137.21/32`. They are the same for sources and destinations.0@È
saas_cidr_blocks["list","string"]ΩAddresses from which some SaaS integrations call, as CIDR blocks. Allow them in SaaS applications that restrict the addresses of callers, such as Marketo. They are the same in every region.0@ô
import_api_url"string"yAddress of the Import API, to which data for Import API sources is sent. The Connect API has one address for all regions.0@ù
aws_account_id"string"}Id of the AWS account of Stitch, which a role for an Amazon S3 CSV or DynamoDB source trusts. It is the same in every region.0@Ê
loader_roles["map","string"]øARNs of the roles in the AWS account of Stitch that load data into a bucket, by destination type: `s3` and `databricks_delta`. The function `bucket_policy` gives the whole policy of a bucket.0@"∆A region of Stitch: the addresses to allow in firewalls, and the AWS account and roles to trust. The data is part of the provider, so that reading it needs no API access token and makes no call. Stitch publishes the current addresses in its [IP address reference](https://www.stitchdata.com/docs/security/stitch-ip-addresses).(≠
stitch_source_typesïík
kind"string"UOnly types of this kind: `saas`, `database`, `webhook` or `import_api`. Default: any.(@Ï
types The types found, sorted by name.0@Rº
o
kind"string"YKind of the type: `saas`, `database`, `webhook` or `import_api`. Null if it is not known.0@
V
upgrade_available"string"3Type that replaces this one. Null if there is none.0@
.
type"string"Name of the source type.0@
K
display_name"string"-Name of the product. Null if it is not known.0@
l

documented"bool"RWhether the documentation of the Connect API describes the properties of the type.0@
W
oauth"bool"BWhether each source must be authorized by the third party (OAuth).0@
m
access"bool"WWhether this account may create a source of this type. Null if Stitch does not show it.0@
_
pipeline_state"string"?State of the type: `alpha`, `beta`, `released` or `deprecated`.0@
[
pricing_tier"string"=Plan tier that includes the type: `standard` or `enterprise`.0@Ç
oauth"bool"mOnly types whose sources must (`true`) or need not (`false`) be authorized by the third party. Default: both.(@x
access"bool"bOnly types of which this account may (`true`) or may not (`false`) create a source. Default: both.(@[
pipeline_state"string";Only types in this state, such as `released`. Default: any.(@"VThe source types that Stitch lists and that can be configured through the Connect API.(Ù
stitch_source_type›⁄I
type"string"3Name of the source type, such as `platform.github`. @o
kind"string"YKind of the type: `saas`, `database`, `webhook` or `import_api`. Null if it is not known.0@V
upgrade_available"string"3Type that replaces this one. Null if there is none.0@N
image_version"string"/Version of the integration, such as `1.latest`.0@`
default_scheduling_interval"number"3Minutes between replications if no schedule is set.0@V
default_start_date"string"2Usual start of historical data, such as `-1 year`.0@h
protocol"string"NType whose integration this type uses. It differs from `type` for some brands.0@Q
steps["list","string"]1Steps of the configuration of a source, in order.0@ÿ	

properties Properties of a source, by name.0@R£	
K
meaning"string"2What the property is for. Null if it is not known.0@
`
step"string"JStep of the configuration that the property belongs to: `form` or `oauth`.0@
?
required"bool"'Whether the step requires the property.0@
o

credential"bool"UWhether the property is a secret, which belongs in `credentials_wo` or `credentials`.0@
É
property_type"string"„Who sets the property: the user (`user_provided`, or `user_provided_advanced` for experts), the user once (`user_provided_immutable`), Stitch unless the user sets it (`system_provided_by_default`), or only Stitch (`read_only`).0@
U
	immutable"bool"<Whether another value of the property replaces the resource.0@
?
	read_only"bool"&Whether only Stitch sets the property.0@
g
expects"string"NValid values of the property, in words. Null if Stitch does not describe them.0@
j
json_schema"string"MValid values of the property, as a JSON schema. Null if Stitch has no schema.0@
u
default"string"\Usual value, according to the documentation of Stitch. Null if the documentation names none.0@
T
allowed["list","string"]2Documented values. Empty if any value is possible.0@K
display_name"string"-Name of the product. Null if it is not known.0@l

documented"bool"RWhether the documentation of the Connect API describes the properties of the type.0@W
oauth"bool"BWhether each source must be authorized by the third party (OAuth).0@m
access"bool"WWhether this account may create a source of this type. Null if Stitch does not show it.0@_
pipeline_state"string"?State of the type: `alpha`, `beta`, `released` or `deprecated`.0@[
pricing_tier"string"=Plan tier that includes the type: `standard` or `enterprise`.0@"ﬁA source type: the properties of its sources, and whether the account may create them. Stitch provides this information. Display names, kinds, meanings, defaults and documented values come from the catalog of the provider.(–
stitch_sourcesΩ∫h
include_deleted"bool"IWhether to include deleted sources, which Stitch keeps. Default: `false`.(@7
ids["list","string"]Ids of the sources found.0@ˆ
sourcesThe sources found.0@R“
9
id"string"%Id of the source, a string of digits.0@
;
display_name"string"Name of the source in Stitch.0@
J
name"string"4Name of the schema of the source in the destination.0@
D
type"string".Type of the source, such as `platform.github`.0@

destination_ids["set","string"]VIds of the destinations that the source loads into. Null if Stitch does not show them.0@
ˆ
scheduleRWhen the source replicates. Null if it is paused, deleted or not fully configured.0@Rë
e
frequency_minutes"number"BMinutes between starts. Null if the schedule is a cron expression.0@
\
cron"string"FQuartz expression in UTC. Null if the schedule is a number of minutes.0@
H
next_fire_time"string"(When the source replicates next, in UTC.0@
8
paused"bool""Whether a user paused replication.0@
[

deleted_at"string"?When the source was deleted, in UTC. Null if it is not deleted.0@
r
effective_properties["map","string"]DAll properties that Stitch shows of the source, without credentials.0@
n
fully_configured"bool"NWhether the configuration of the source is complete, so that it can replicate.0@
©
current_step"string"äNext step of the configuration. The steps are `form`, `oauth`, `discover_schema`, `field_selection` and `fully_configured`, in this order.0@
y
missing_properties["list","string"]LNames of the properties that the current step requires and that are not set.0@
\
	paused_at"string"AWhen a user paused the source, in UTC. Null if no user paused it.0@
i
system_paused_at"string"GWhen Stitch paused the source, in UTC. Null if Stitch did not pause it.0@
V
stitch_client_id"string"4Id of the Stitch account that the source belongs to.0@
@

created_at"string"$When the source was created, in UTC.0@
E

updated_at"string")When the source was last changed, in UTC.0@Y
type"string"COnly sources of this type, such as `platform.github`. Default: any.(@X
display_name"string":Only sources with exactly this display name. Default: any.(@R
name"string"<Only the source with exactly this schema name. Default: any.(@O
paused"bool"9Only sources that are, or are not, paused. Default: both.(@"@The sources of the account that match all filters, sorted by id.(§
stitch_sourceíèw
id"string"aId of the source, a string of digits. Exactly one of `id`, `display_name` and `name` must be set.(0@y
display_name"string"YName of the source in Stitch. Exactly one of `id`, `display_name` and `name` must be set.(0@à
name"string"pName of the schema of the source in the destination. Exactly one of `id`, `display_name` and `name` must be set.(0@´

last_checkALast connection check of the source. Null before the first check.0@R’
P
status"string"8Status of the check: `running`, `succeeded` or `failed`.0@
;

started_at"string"When the check started, in UTC.0@
U
completed_at"string"7When the check ended, in UTC. Null while it is running.0@
k
failure"string"RReason of the failure, as the source describes it. Null if the check did not fail.0@D
type"string".Type of the source, such as `platform.github`.0@
destination_ids["set","string"]VIds of the destinations that the source loads into. Null if Stitch does not show them.0@ˆ
scheduleRWhen the source replicates. Null if it is paused, deleted or not fully configured.0@Rë
e
frequency_minutes"number"BMinutes between starts. Null if the schedule is a cron expression.0@
\
cron"string"FQuartz expression in UTC. Null if the schedule is a number of minutes.0@
H
next_fire_time"string"(When the source replicates next, in UTC.0@8
paused"bool""Whether a user paused replication.0@[

deleted_at"string"?When the source was deleted, in UTC. Null if it is not deleted.0@r
effective_properties["map","string"]DAll properties that Stitch shows of the source, without credentials.0@n
fully_configured"bool"NWhether the configuration of the source is complete, so that it can replicate.0@©
current_step"string"äNext step of the configuration. The steps are `form`, `oauth`, `discover_schema`, `field_selection` and `fully_configured`, in this order.0@y
missing_properties["list","string"]LNames of the properties that the current step requires and that are not set.0@\
	paused_at"string"AWhen a user paused the source, in UTC. Null if no user paused it.0@i
system_paused_at"string"GWhen Stitch paused the source, in UTC. Null if Stitch did not pause it.0@V
stitch_client_id"string"4Id of the Stitch account that the source belongs to.0@@

created_at"string"$When the source was created, in UTC.0@E

updated_at"string")When the source was last changed, in UTC.0@"RA source of the account, which is looked up by its `id`, `display_name` or `name`.(˘
stitch_streamsÊ„@
	source_id"string"%Id of the source, a string of digits. @`
selected"bool"HOnly streams that are selected (`true`) or not (`false`). Default: both.(@I
name"string"3Only streams with this `stream_name`. Default: all.(@E
database"string"+Only tables of this database. Default: all.(@A
schema"string")Only tables of this schema. Default: all.(@‚

streams-The streams found, sorted by `tap_stream_id`.0@R£

{
tap_stream_id"string"\Id of the stream within the source, for the attribute `stream` of `stitch_stream_selection`.0@
W
	stream_id"string"<Number of the stream in the Connect API, a string of digits.0@
?
stream_name"string""Plain name of the table or object.0@
G
selected"bool"/Whether the stream is selected for replication.0@
Y
database"string"?Database of the table. Null for sources that are not databases.0@
O
schema"string"7Schema of the table. Null if the source has no schemas.0@
]
is_view"bool"FWhether the stream is a view. Null for sources that are not databases.0@
`
	row_count"number"ENumber of rows at discovery. Null for sources that are not databases.0@
T
key_properties["list","string"]+Fields of the primary key. Empty for views.0@
X
replication_method"string"4Replication method that is set. Null if none is set.0@
t
forced_replication_method"string"IFixed replication method of the stream. Null if the method can be chosen.0@
R
replication_key"string"1Replication key that is set. Null if none is set.0@
x
valid_replication_keys["list","string"]GFields that can be the replication key. Empty if the stream names none.0@
^
view_key_properties["list","string"]0Fields that are set to identify a row of a view.0@"ÄThe streams (tables or objects) of a source that match all filters. Before Stitch has discovered the streams, the list is empty.(å
stitch_stream˙˜@
	source_id"string"%Id of the source, a string of digits. @6
stream"string"`tap_stream_id` of the stream. @œ

factsThe stream and its metadata.0@R£

{
tap_stream_id"string"\Id of the stream within the source, for the attribute `stream` of `stitch_stream_selection`.0@
W
	stream_id"string"<Number of the stream in the Connect API, a string of digits.0@
?
stream_name"string""Plain name of the table or object.0@
G
selected"bool"/Whether the stream is selected for replication.0@
Y
database"string"?Database of the table. Null for sources that are not databases.0@
O
schema"string"7Schema of the table. Null if the source has no schemas.0@
]
is_view"bool"FWhether the stream is a view. Null for sources that are not databases.0@
`
	row_count"number"ENumber of rows at discovery. Null for sources that are not databases.0@
T
key_properties["list","string"]+Fields of the primary key. Empty for views.0@
X
replication_method"string"4Replication method that is set. Null if none is set.0@
t
forced_replication_method"string"IFixed replication method of the stream. Null if the method can be chosen.0@
R
replication_key"string"1Replication key that is set. Null if none is set.0@
x
valid_replication_keys["list","string"]GFields that can be the replication key. Empty if the stream names none.0@
^
view_key_properties["list","string"]0Fields that are set to identify a row of a view.0@S
json_schema"string"6JSON Schema of the stream's records, for `jsondecode`.0@å	
fieldsAFields of the stream by name. Empty for streams without a schema.0@R∫
b
types["list","string"]BJSON types of the values, including `null` if a value may be null.0@
p
format"string"XFormat of the values that are strings, such as `date-time`. Null if they have no format.0@
è
	inclusion"string"tWhether the field can be selected: `automatic` (always replicated), `available` or `unsupported` (never replicated).0@
c
selected"bool"KWhether the field is selected. Null if it was never selected or deselected.0@
{
selected_by_default"bool"XWhether the field is replicated without being selected. Null if Stitch does not show it.0@
K

replicated"bool"1Whether the field is replicated if its stream is.0@
j
sql_datatype"string"LType of the column in the database. Null for sources that are not databases.0@
m
unsupported_description"string"DReason why the field is unsupported. Null if Stitch gives no reason.0@
a
behavior"string"GRole of the field in a report, such as `METRIC`. Null for other fields.0@
a
conflicts_with["list","string"]8Fields that cannot be replicated together with this one.0@"CA stream (table or object) of a source, with its schema and fields.(2 :Œ
bucket_policyº
å
destination_type"string"*lType of the destination: `s3` or `databricks_delta`. Destinations of other types need no policy of a bucket.0
>
bucket"string"*(Name of the bucket, such as `acme-lake`.0
†
region"string"*âRegion of the Stitch account, not that of the bucket: `us-east-1` or `eu-central-1`, such as `region` of the data source `stitch_region`.0

"string"")Policy of a bucket that Stitch loads into*éThe policy of an Amazon S3 bucket, as JSON, that gives Stitch the access that a destination needs. For `databricks_delta` the bucket is the one in which Stitch stages data. The policy has one statement, which allows the role of the loader only the actions that it needs.0:é
parse_stream_id˙
9
	stream_id"string"* The `tap_stream_id` of a stream.0
÷
family"string"*øFamily of the database: `postgres` (PostgreSQL and its variants), `mysql` (MySQL, MariaDB, Aurora), `mssql` (SQL Server), `mongodb`, where the table is the collection, `oracle` or `dynamodb`.0ã
known"string"*vFirst parts of the id, if they are known: the database, then the schema. Leave out what ids of the family do not have.0E
C["object",{"database":"string","schema":"string","table":"string"}]"&Database, schema and table of a stream*‰The parts of a `tap_stream_id` as an object with `database`, `schema` and `table`, in which the parts that ids of the family do not have are null. Fails if the id can be read in several ways because a name contains the separator, as in `my-shop-orders`. In that case also pass its first parts, as in `parse_stream_id("my-shop-orders", "mysql", "my-shop")`.0:ß
quartz_nextó
¢
cron"string"*çQuartz expression in UTC, such as `0 0 12 ? * MON-FRI`: seconds (`0`), minutes, hours, day of month, month, day of week, optionally the year.0
j
after"string"*UMoment after which to begin, as an RFC 3339 timestamp such as `2024-05-14T09:30:00Z`.0
3
n"number"*"Number of moments, from 1 to 1000.0
["list","string"]"/Moments at which a Quartz cron expression fires*ÜThe next `n` moments at which a Quartz expression fires, such as `schedule.cron` of a source. The moments are in UTC, such as `"2024-05-14T12:00:00Z"`. The list has fewer than `n` moments, or none, if the expression ends; no expression fires after the year 2199.0:—
schema_name¡
L
display_name"string"*0`display_name` of the source when it is created.0

"string""7Name of the schema that Stitch will create for a source*©The name of the schema or dataset that Stitch will create in the destination for a source with this display name, for example to write grants before the source exists. Letters become lower case, spaces become underscores, and everything except `a` to `z`, digits, `_` and `$` is removed. Fails if Stitch would refuse the name because it is empty, does not start with a letter or an underscore, or has more than 49 characters.0:Ë
	stream_id⁄
m
database"string"*SName of the database. Null for `oracle` and `dynamodb`, whose ids have no database.0
q
schema"string"*YName of the schema. Null for `mysql`, `mongodb` and `dynamodb`, whose ids have no schema.0
;
table"string"*&Name of the table, view or collection.0
÷
family"string"*øFamily of the database: `postgres` (PostgreSQL and its variants), `mysql` (MySQL, MariaDB, Aurora), `mssql` (SQL Server), `mongodb`, where the table is the collection, `oracle` or `dynamodb`.0

"string""$Id of the stream of a database table*´The `tap_stream_id` of a table, for `stitch_stream_selection` and `stitch_stream_selections`. It is `<database>-<schema>-<table>` for `postgres`, `<database>_<schema>_<table>` for `mssql`, `<database>-<table>` for `mysql` and `mongodb`, `<schema>-<table>` for `oracle`, and `<table>` for `dynamodb`.0B∫
stitch_import_token¢üS
	source_id"string"8Id of a source of type `import_api`, a string of digits. @8
id"string"$Id of the token, a string of digits.0@3
access_token"string"Value of the token.08@"÷A temporary token for the Import API of a source, stored in no plan and no state. A plan or an apply that needs the token creates it, and revokes it at the end. It is one of the two tokens that the source can have.(Bö
stitch_sessionáÑ}
ephemeral_token"string"ZValue of the token, which is valid for one hour. The session that it opens lasts 12 hours.08@"£A token with which Stitch's JavaScript client opens a session of the web application without a login. Stitch deprecated it together with that client on 2021-07-14.(0:YStitch deprecated its JavaScript client on 2021-07-14, and nothing else takes this token.Jå
stitch_destinationıÚX
type"string"BOnly destinations of this type, such as `snowflake`. Default: any.(@M
name"string"7Only destinations with exactly this name. Default: any.(@"EThe destinations of the account that match all filters, sorted by id.(J›
stitch_import_token≈¬l
	source_id"string"QOnly tokens of the source with this id, a string of digits. Default: all sources.(@"PThe active import tokens of the account, sorted by source and age, oldest first.(Jπ
stitch_notification_emailõò]
enabled"bool"FOnly notification emails that are, or are not, enabled. Default: both.(@"5The notification emails of the account, sorted by id.(Jã
stitch_post_load_hookÒÓf
destination_id"string"FOnly hooks of the destination with this id. Default: all destinations.(@O
enabled"bool"8Only hooks that are, or are not, enabled. Default: both.(@"1The post-load hooks of the account, sorted by id.(J«
stitch_sourceµ≤Y
type"string"COnly sources of this type, such as `platform.github`. Default: any.(@X
display_name"string":Only sources with exactly this display name. Default: any.(@R
name"string"<Only the source with exactly this schema name. Default: any.(@O
paused"bool"9Only sources that are, or are not, paused. Default: both.(@"TThe sources of the account that match all filters and are not deleted, sorted by id.(J∏
stitch_stream_selectionsõòd
selected_only"bool"GWhether to leave out sources without selected streams. Default: `true`.(@m
	source_id"string"ROnly streams of the source with this id, a string of digits. Default: all sources.(@"æThe sources of the account that have selected streams, each with all its selected streams. `stitch_stream_selection` lists the streams one by one. Do not manage a stream with both resources.(J¡
stitch_stream_selection•¢m
	source_id"string"ROnly streams of the source with this id, a string of digits. Default: all sources.(@a
selected_only"bool"DWhether to leave out streams that are not selected. Default: `true`.(@"ÀThe selected streams of the account or of one source, one by one. `stitch_stream_selections` lists them by source, which results in fewer and larger resources. Do not manage a stream with both resources.(Zÿ
stitch_start_replicationª
∏µM
	source_id"string"2Id of the source to replicate, a string of digits. @ù
on_already_running"string"yWhat to do if a job of the source is already running: `attach` uses that job and warns, `error` fails. Default: `attach`.(@ò
wait"bool"ÉWhether to wait until the extraction has ended, and to fail if it failed. Its data is loaded a few minutes later. Default: `false`.(@Ø
timeout"string"ïTime limit of starting the job and waiting for it, as a duration such as `45s` or `1h30m`. A job that exceeds it continues in Stitch. Default: `30m`.(@"uStarts a replication job of a source, and can wait until its extraction has ended. It also works for a paused source.(Zµ
stitch_stop_replicationô
ñì@
	source_id"string"%Id of the source, a string of digits. @"MStops the replication job of a source. If no job is running, nothing happens.(