# A replication job cannot be imported: the resource stands for the start of a job. Applying it starts one.
