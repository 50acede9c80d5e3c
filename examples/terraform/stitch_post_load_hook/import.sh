# Stitch may not return the destination of a hook. If the account has several destinations, the id can begin with that
# of the destination: `581220/17`.
terraform import stitch_post_load_hook.transform 17
