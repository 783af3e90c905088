select i.ordinal || ' ' || i.title, i.result, i.present, i.yes, i.no, i.abstain, i.recused, i.needed,
    count(*) filter (where b.choice = 'yes'), count(*) filter (where b.choice = 'no'),
    count(*) filter (where b.choice = 'abstain'), count(*) filter (where b.choice = 'recused')
from agenda_item i left join ballot b on b.item_id = i.id where i.case_id = $1 group by i.id order by i.ordinal
