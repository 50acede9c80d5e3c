# An account cannot be imported, as Stitch does not show accounts. An existing account can be used by creating the
# resource with `authorization_code_wo`.
