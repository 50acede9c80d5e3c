# The value of an imported token is not known, as Stitch shows it only at creation.
terraform import stitch_import_token.orders 731905/88120
