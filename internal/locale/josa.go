package locale

import (
	"strings"
	"unicode"
)

// digitSounds and letterSounds are the finals with which digits and Latin capitals are read in Korean: 'ㄹ' where it is
// a rieul, ' ' where there is none, anything else for the rest.
const (
	digitSounds  = "0ㅇ1ㄹ2 3ㅁ4 5 6ㄱ7ㄹ8ㄹ9 "
	letterSounds = "Lㄹ Mㅁ Nㄴ Rㄹ"
)

// Josa returns the word with the particle of the pair that agrees with its last sound: Josa("계획", "을/를") is
// "계획을", Josa("결과", "을/를") is "결과를". The first of the pair follows a final consonant; "으로/로" takes the
// second after ㄹ too. Closing quotes and brackets are looked through.
func Josa(word, pair string) string {
	closed, open, ok := strings.Cut(pair, "/")
	if !ok {
		return word + pair
	}
	final := finalOf(word)
	if final == ' ' || (final == 'ㄹ' && strings.HasPrefix(closed, "으")) {
		return word + open
	}
	return word + closed
}

// finalOf is the final consonant of the last letter or digit: 'ㄹ', ' ' for none, or some other rune.
func finalOf(word string) rune {
	runes := []rune(word)
	for i := len(runes) - 1; i >= 0; i-- {
		r := unicode.ToUpper(runes[i])
		switch {
		case r >= '가' && r <= '힣':
			return hangulFinal(r)
		case r >= '0' && r <= '9':
			return sound(digitSounds, r)
		case r >= 'A' && r <= 'Z':
			return sound(letterSounds, r)
		case unicode.IsLetter(r):
			return ' '
		}
	}
	return ' '
}

// hangulFinal takes a syllable of Unicode's block apart.
func hangulFinal(r rune) rune {
	const finals, rieul = 28, 8
	switch (r - '가') % finals {
	case 0:
		return ' '
	case rieul:
		return 'ㄹ'
	}
	return 'ㅇ'
}

// sound looks a rune up in a table of runes and their finals.
func sound(table string, r rune) rune {
	_, after, ok := strings.Cut(table, string(r))
	if !ok {
		return ' '
	}
	return []rune(after)[0]
}
