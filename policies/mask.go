package policies

import (
	"net/netip"
	"strings"
)

// MaskName hides a private name for a public list: 홍길동 becomes 홍*동, 이준 becomes 이* (공공기관의 정보공개에 관한
// 법률 제9조제1항제6호). Each word of a name is masked by itself, numbers stay.
func MaskName(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = maskWord([]rune(w))
	}
	return strings.Join(words, " ")
}

func maskWord(r []rune) string {
	switch {
	case r[0] >= '0' && r[0] <= '9':
		return string(r)
	case len(r) == 1:
		return "*"
	case len(r) == 2:
		return string(r[0]) + "*"
	}
	return string(r[0]) + strings.Repeat("*", len(r)-2) + string(r[len(r)-1])
}

// MaskAddress leaves the network of the address from which somebody called, with or without a port: 10.20.30.40:5000
// becomes 10.20.30.*, 2001:db8:1:2::7 becomes 2001:db8:1::*. What is no address is not shown at all.
func MaskAddress(remote string) string {
	addr, err := netip.ParseAddr(remote)
	if port, fault := netip.ParseAddrPort(remote); fault == nil {
		addr, err = port.Addr(), nil
	}
	if err != nil {
		return ""
	}
	addr = addr.WithZone("").Unmap()
	bits, cut := 48, 0
	if addr.Is4() {
		bits, cut = 24, 1
	}
	network, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	text := network.Addr().String()
	return text[:len(text)-cut] + "*"
}
