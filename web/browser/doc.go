// Package browser is where the pages are read as officials read them: its tests drive a real Chromium over the real
// pages, with a script and without, by mouse and by keyboard, on a phone, on a desk and on paper. The judge of
// accessibility that they ask (axe-core) is kept in testdata and is no part of what gyeol serves.
package browser

//go:generate go run -C ../../tools/pages . axe ../../web/browser/testdata
