// Package mail writes notices as mails in Korean or English, text and HTML, and sends them over a kept SMTP connection.
// No mail carries the content of a paper: a title, dates and a link, and of a closed document not even the title
// (domain §8).
package mail
