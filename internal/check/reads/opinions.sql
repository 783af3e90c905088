select {case}, o.method, o.rating, o.body, o.recommend, c.content_hash from opinion o join case_file c on c.id = o.case_id
where o.opined_on is not null or c.content_hash is not null
