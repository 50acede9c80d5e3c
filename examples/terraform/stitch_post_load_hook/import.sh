# Stitch may not show which destination a hook belongs to. Where the account has several, the id can begin with that of
# the destination: `581220/4410`.
terraform import stitch_post_load_hook.transform 4410
