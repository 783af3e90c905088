// Package checks looks over a compiled paper before it goes to the committees: do the sums add up, are the chapters of
// the ordinance there, did everybody hand in, does anything stand twice. Each finding names its place, what is printed
// and what arithmetic gives; no value is ever bent, and a person decides on each (서울특별시 평생교육진흥에 관한 조례
// 제4조). Everything here is a pure function of structs.
package checks
