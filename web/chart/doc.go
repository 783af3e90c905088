// Package chart draws figures as pictures that need no script, no colour and no sight: SVG with a title and a
// description, series told apart by pattern or mark, every label where it meets no other. It knows nothing of the plan
// and decides nothing; what it draws stands in a table behind it as well. Lengths are in units of a view box 360 wide:
// a telephone shows a picture as it was drawn, and print enlarges it.
package chart
