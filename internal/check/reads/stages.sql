-- Every stage with the acts that moved its dates, or put a meeting of it on another day.
select {case}, y.pack_hash, y.name, y.year, s.key, s.round, s.opens_on, s.due_operative, s.due_legal, s.hold_on, s.call_by,
    coalesce((select jsonb_agg(jsonb_build_object('opens', {said a.body opens_on}, 'due', {said a.body due_on}, 'hold', {said a.body hold_on},
        'held', a.outcome -> 'result' -> 'hold_on', 'call_by', a.outcome -> 'result' -> 'call_by') order by a.at, a.seq)
        from act a where a.case_id = c.id and (a.verb = 'move_date' or a.outcome -> 'result' ? 'hold_on')
            or a.verb = 'move_meeting' and a.case_id in (select x.id from case_file x where x.stage_id = s.id and x.kind = 'meeting')), '[]')
from stage s join cycle y on y.id = s.cycle_id join case_file c on c.stage_id = s.id and c.kind = 'stage' order by c.id
