# A replication job cannot be imported, as the resource is the start of a job. Apply it to start one.
