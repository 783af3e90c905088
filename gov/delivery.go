package gov

// Delivery is how a notice of a kind reaches a person.
type Delivery string

// The deliveries.
const (
	DeliverImmediate Delivery = "immediate" // in a letter of its own, at once; with others that come within two minutes
	DeliverDigest    Delivery = "digest"    // in the letter of the next working morning
	DeliverOff       Delivery = "off"       // not at all; the inbox and the list of notices still show it
)

// Korean names the delivery as an office does.
func (d Delivery) Korean() string { return korean(deliveryWords, d) }

var deliveryWords = map[Delivery]string{DeliverImmediate: "즉시", DeliverDigest: "모음 알림", DeliverOff: "받지 않음"}

// The languages of letters.
const (
	LanguageKorean  = "ko"
	LanguageEnglish = "en"
)
