select {case}, c.pack_hash, g.id, g.title, g.signed_on, g.notice_months, g.auto_renew, g.terms -> 'term'
from agreement g join case_file c on c.id = g.case_id order by c.id
