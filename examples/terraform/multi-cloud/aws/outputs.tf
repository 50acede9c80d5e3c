output "cidr_blocks" {
  description = "Addresses from which Stitch connects to databases."
  value       = data.stitch_region.current.cidr_blocks
}

output "bucket_policies" {
  description = "Policies of the buckets as JSON: `lake` and `staging`."
  value       = local.bucket_policies
}

output "roles" {
  description = "Names and external ids of the roles with which Stitch reads: `files` and `carts`."
  value = {
    for name, source in { files = stitch_source.files, carts = stitch_source.carts } : name => {
      name                      = source.effective_properties["role_name"]
      external_id               = source.effective_properties["external_id"]
    }
  }
}

output "stitch_account_id" {
  description = "Id of the AWS account of Stitch, which the roles trust."
  value       = data.stitch_region.current.aws_account_id
}
