select bytes from attachment_piece where sha256 = $1 order by ordinal
