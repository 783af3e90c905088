select n.id::text, n.kind || ' ' || n.id, p.email, n.message_id, n.state, n.legal, n.body_hash
from notice n join person p on p.id = n.person_id order by n.id
