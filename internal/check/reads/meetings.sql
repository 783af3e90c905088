select c.id, {case}, c.state, m.body_id, c.pack_hash, m.hold_on, m.call_by, m.called_on, m.arrived_on, m.held_on,
    m.urgent, m.presiding, m.in_office, m.present, m.quorum,
    (select count(*) from seat x where x.body_id = m.body_id and x.valid_from <= m.held_on
        and (x.valid_to is null or x.valid_to >= m.held_on)
        and (x.person_id is not null or exists (select from holding h where h.post_id = x.post_id
            and h.valid_from <= m.held_on and (h.valid_to is null or h.valid_to >= m.held_on)))),
    (select count(*) from attendance a where a.case_id = c.id and a.present),
    exists (select from attendance a where a.case_id = c.id and a.present and a.member = m.presiding)
from meeting m join case_file c on c.id = m.case_id order by c.id
