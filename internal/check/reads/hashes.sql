select level, n, hash from audit_hash where level > 0
