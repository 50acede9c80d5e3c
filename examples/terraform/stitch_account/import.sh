# An account cannot be imported, because Stitch does not return accounts. To use an existing account, create the
# resource with `authorization_code_wo`.
