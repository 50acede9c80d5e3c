# An account cannot be imported: Stitch does not show accounts. One that exists already is taken over with
# `authorization_code_wo` when the resource is created.
