// Package compiled lays a compiled plan or report out as a document: chapters Ⅰ, sections 1., items 가. and tables, all
// numbered from the tree, so that the same rows give the same document whatever it is written as (서울특별시
// 평생교육진흥에 관한 조례 제4조, 제4조의3). Sums are of stored values and rounded at the print only; blank is "-" and
// never 0. Everything here is a pure function of structs.
package compiled
