package gov

// Factor is what the link of an invitation asks for besides itself. It never comes the way the link came, unless the
// rules of the body say so.
type Factor string

// The second factors.
const (
	FactorPIN        Factor = "pin"         // a number of eight digits that the secretary hands over
	FactorTOTP       Factor = "totp"        // the code of an authenticator (RFC 6238) that the member has enrolled
	FactorSMS        Factor = "sms"         // a code that is sent to the member's mobile
	FactorMailedCode Factor = "mailed_code" // a code in a mail of its own
)

// Korean names a factor as an office does.
func (f Factor) Korean() string { return korean(factorWords, f) }

var factorWords = map[Factor]string{
	FactorPIN: "확인 번호", FactorTOTP: "인증 앱", FactorSMS: "휴대전화 문자", FactorMailedCode: "메일 코드",
}
