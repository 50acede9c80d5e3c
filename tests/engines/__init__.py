"""What acceptance tests run: Terraform on a configuration with this provider and an account of a simulator.

Holds how to run it and how to read what it answers. Must never hold a test or what one of them expects.
"""
