# The value of an imported token stays unknown: Stitch shows it only at creation.
terraform import stitch_import_token.orders 731905/88120
