select size, root, key, note from audit_checkpoint order by size, at
