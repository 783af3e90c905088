-- Nothing: this number is kept for another branch, whose file takes the place of this one when both meet.
select 1;

---- create above / drop below ----

select 1;
