// Package locale writes Korean: particles that agree with the word before them, amounts in won, and text that fits a
// line. Dates know their official form themselves (gov.Date.Korean).
package locale
