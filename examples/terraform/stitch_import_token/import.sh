# The value of an imported token is not known, as Stitch shows it only at creation.
terraform import 'stitch_import_token.orders["2024-q1"]' 731908/903117502
