// Package seoul is the pack of Seoul: its yearly cycles, delegation table, bodies, forms and groups as dated and cited
// rules, and the facts of its basic plan 2022–2030 and of the results of 2024. It holds no code; package pack
// compiles it.
package seoul
