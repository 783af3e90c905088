select {case}, f.to_unit, f.package, f.note, f.package_hash,
    (select max(k.ordinal) from filing_correction k where k.case_id = f.case_id and k.package_hash is not null)
from filing f join case_file c on c.id = f.case_id where f.package_hash is not null order by c.id
