package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/korean"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
)

const (
	unitsCSV = `id,kind,name,parent,valid_from,valid_to
new-city,city,새시,,2026-01-01,
learning-division,division,배움과,new-city,2026-01-01,
`
	postsCSV = `id,unit,title,rank,ordinal,valid_from,valid_to
learning-division.head,learning-division,배움과장,division_head,1,2026-01-01,
learning-division.officer,learning-division,배움과 담당,officer,2,2026-01-01,
`
	peopleCSV = `id,name,email,post,outside,valid_from,valid_to
head,배움과장,head@new.example,learning-division.head,no,2026-01-01,
officer,배움과 담당,officer@new.example,learning-division.officer,,2026-01-01,2026-06-30
head,배움과장,head@new.example,learning-division.officer,,2026-07-01,
`
)

// read reads a file of each kind; an empty text is no file.
func read(t *testing.T, units, posts, people string) []intake.OrgRows {
	t.Helper()
	var out []intake.OrgRows
	for _, f := range []struct {
		kind intake.OrgKind
		text string
	}{{intake.OrgUnits, units}, {intake.OrgPosts, posts}, {intake.OrgPeople, people}} {
		if f.text == "" {
			continue
		}
		rows, err := intake.ReadOrg(strings.NewReader(f.text), string(f.kind)+".csv", f.kind)
		require.NoError(t, err)
		out = append(out, rows)
	}
	return out
}

func TestAnotherCityBegins(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	files := read(t, unitsCSV, postsCSV, peopleCSV)
	changes, err := intake.Diff(t.Context(), pool, files...)
	require.NoError(t, err)
	require.Len(t, changes.List, 2+2+2+3)
	require.Zero(t, count(t, pool, "select count(*) from unit"), "a difference writes nothing")
	require.NoError(t, intake.Apply(t.Context(), pool, changes))
	require.Equal(t, 2, count(t, pool, "select count(*) from person"))
	require.Equal(t, 3, count(t, pool, "select count(*) from holding"))
	require.Equal(t, 1, count(t, pool, "select count(*) from audit_entry where kind = 'import'"))
	require.Zero(t, count(t, pool, "select count(*) from audit_body where encode(body, 'escape') like '%new.example%'"),
		"an audit body holds no personal values")

	again, err := intake.Diff(t.Context(), pool, files...)
	require.NoError(t, err)
	require.Empty(t, again.List)
	require.Equal(t, 9, again.Unchanged)
	before := versions(t, pool)
	require.NoError(t, intake.Apply(t.Context(), pool, again))
	require.Equal(t, before, versions(t, pool))
}

func TestAPackFoundsTheOrganisationAndNeverUndoesWhatTheCityChanged(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2026-01-02")
	changes, err := intake.Diff(t.Context(), h.Pool, read(t,
		"id,kind,name,parent,valid_from,valid_to\njung-gu,district,새중구,,2021-01-01,2025-12-31\nhangang-gu,district,한강구,,2026-01-01,\n",
		"id,unit,title,rank,ordinal,valid_from,valid_to\njung-gu.officer,jung-gu,새중구 담당,officer,9,2021-01-01,2025-12-31\n", "")...)
	require.NoError(t, err)
	require.NoError(t, intake.Apply(t.Context(), h.Pool, changes))
	before := versions(t, h.Pool)
	r, err := intake.Import(t.Context(), h.Pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	require.Equal(t, before, versions(t, h.Pool), "importing the pack again wrote over what org import set")
	require.Equal(t, 2, r.Kept)

	h.Force(t, "delete from holding where post_id like 'mapo-gu.%'")
	h.Force(t, "delete from post where unit_id = 'mapo-gu'")
	r, err = intake.Import(t.Context(), h.Pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	require.Positive(t, r.Created, "what is missing is founded")
	require.Equal(t, 2, r.Kept)
}

func TestADifferenceIsShownFieldByField(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2026-01-02")
	people := "id,name,email,post,valid_from,valid_to\n" +
		"jung-gu.officer,중구 담당,new@jung-gu.example,jung-gu.officer,2021-01-01,2026-01-31\n" +
		"successor,중구 새 담당,next@jung-gu.example,jung-gu.officer,2026-02-01,\n"
	changes, err := intake.Diff(t.Context(), h.Pool, read(t, "", "", people)...)
	require.NoError(t, err)
	var told []string
	for _, c := range changes.List {
		for _, f := range c.Fields {
			told = append(told, fmt.Sprintf("%s:%d %s %s %v %s: %q → %q",
				c.File, c.Line, c.Kind, c.ID, c.New, f.Field, f.From, f.To))
		}
	}
	require.Contains(t, told,
		`people.csv:2 holding jung-gu.officer jung-gu.officer 2021-01-01 false valid_to: "" → "2026-01-31"`)
	require.Contains(t, told, `people.csv:3 person successor true name: "" → "중구 새 담당"`)
	require.NoError(t, intake.Apply(t.Context(), h.Pool, changes))
	require.Equal(t, "successor", personOn(t, h, "2026-02-01"))
	require.Equal(t, "jung-gu.officer", personOn(t, h, "2026-01-31"))

	r, err := intake.Import(t.Context(), h.Pool, testkit.SeoulPack(t), intake.Options{})
	require.NoError(t, err)
	require.Zero(t, r.Created+r.Updated, "a pack does not undo what the city entered")
}

func personOn(t *testing.T, h *testkit.House, day string) string {
	t.Helper()
	return testkit.One[string](t, h, `select p.slug from holding h join person p on p.id = h.person_id
		where h.post_id = 'jung-gu.officer' and h.valid_from <= $1 and (h.valid_to is null or h.valid_to >= $1)`,
		gov.MustDate(day))
}

func TestAReviewThatIsOldIsNotApplied(t *testing.T) {
	t.Parallel()
	pool := founded(t)
	changes, err := intake.Diff(t.Context(), pool, read(t, unitsCSV, "", "")...)
	require.NoError(t, err)
	require.NoError(t, intake.Apply(t.Context(), pool, changes))
	testkit.MustRefuse(t, gov.CodeStale, intake.Apply(t.Context(), pool, changes))
}

func TestFilesFromSpreadsheetsAreRead(t *testing.T) {
	t.Parallel()
	cp949, err := korean.EUCKR.NewEncoder().String(strings.ReplaceAll(unitsCSV, "배움과", "뷁배움과"))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"CP949": cp949, "byte order mark": "\xef\xbb\xbf" + unitsCSV,
		"line ends of Windows": strings.ReplaceAll(unitsCSV, "\n", "\r\n"),
	} {
		rows, err := intake.ReadOrg(strings.NewReader(text), "x.csv", intake.OrgUnits)
		require.NoError(t, err, name)
		changes, err := intake.Diff(t.Context(), testkit.DB(t), rows)
		require.NoError(t, err, name)
		require.Contains(t, changes.List[1].Fields[1].To, "배움과", name)
	}
}

func TestAFaultNamesItsLine(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2026-01-02")
	headers := map[intake.OrgKind]string{
		intake.OrgUnits:  "id,kind,name,parent,valid_from,valid_to\n",
		intake.OrgPosts:  "id,unit,title,rank,ordinal,valid_from\n",
		intake.OrgPeople: "id,name,email,post,valid_from,valid_to\n",
	}
	for _, c := range []struct {
		kind intake.OrgKind
		text string // after the header
		says string
	}{
		{intake.OrgUnits, "a,division,가,,2026-02-30,", "x.csv:2: valid_from: ‘2026-02-30’은(는) 날짜가 아닙니다."},
		{intake.OrgUnits, "a,division,가,,2026-02-03,2026-02-02", "x.csv:2: valid_to: 종료일이 시작일보다 앞섭니다."},
		{intake.OrgUnits, "a,kingdom,가,,2026-02-03,", "x.csv:2: kind: ‘kingdom’은(는) 쓸 수 없는 값입니다."},
		{intake.OrgUnits, "Ä b,division,가,,2026-02-03,", "x.csv:2: id: ‘Ä b’은(는) 식별자가 아닙니다."},
		{intake.OrgUnits, "a.b,division,가,,2026-02-03,", "x.csv:2: id: ‘a.b’은(는) 식별자가 아닙니다."},
		{intake.OrgUnits, "a,division,,,2026-02-03,", "x.csv:2: name: 비어 있습니다."},
		{intake.OrgUnits, "a,division,가,,2026-02-03\nb,division,나,,,", "x.csv:2: 열의 수가 첫 줄과 다릅니다."},
		{intake.OrgUnits, "a,division,\"가,,2026-02-03,", "따옴표가 맞지 않습니다."},
		{intake.OrgUnits, "\xff\xfe\xff", "x.csv: UTF-8도 CP949도 아닌 파일입니다."},
		{intake.OrgUnits, "a,division,가,nowhere,2026-02-03,", "x.csv:2: parent: ‘nowhere’은(는) 없는 부서입니다."},
		{intake.OrgUnits, "a,team,가,b,2026-02-03,\nb,team,나,a,2026-02-03,", "x.csv:2: parent: 상위 부서를 따라가면"},
		{intake.OrgUnits, "a,team,가,,2026-02-03,\na,team,가,,2026-02-03,", "x.csv:3: 부서 ‘a’이(가) 두 번"},
		{intake.OrgPosts, "p,nowhere,담당,officer,,2026-02-03", "x.csv:2: unit: ‘nowhere’은(는) 없는 부서입니다."},
		{intake.OrgPosts, "p,jung-gu,담당,officer,-1,2026-02-03", "ordinal: ‘-1’은(는) 0 이상의 정수가 아닙니다."},
		{intake.OrgPeople, "k,김,k@k@k,mayor,2026-02-03,", "x.csv:2: email: ‘k@k@k’은(는) 전자우편 주소가 아닙니다."},
		{intake.OrgPeople, "k,김,k@k.example,nobody,2026-02-03,", "x.csv:2: post: ‘nobody’은(는) 없는 직위입니다."},
		{intake.OrgPeople, "k,김,k@k.example,mayor,2026-02-03,", "x.csv:2: 직위 ‘mayor’의 기간이 mayor(2021-01-01부터)"},
		{
			intake.OrgPeople,
			"mayor,서울특별시장,mayor@seoul-city.example,mayor,2021-01-01,2022-01-31\nk,김,k@k.example,mayor,2022-01-31,",
			"x.csv:2: 직위 ‘mayor’의 기간이 k(2022-01-31부터)의 기간과 겹칩니다.",
		},
		{
			intake.OrgPeople, "k,김,k@k.kr,mayor,2019-02-03,2019-03-01\nk,이,k@k.kr,mayor,2020-02-03,2020-03-01",
			"x.csv:3: ‘k’의 이름이나 주소가 2번째 줄과 다릅니다.",
		},
		{
			intake.OrgPeople, "k,김,k@k.kr,mayor,2019-02-03,2019-03-01\nk,김,k@k.kr,mayor,2019-02-03,2019-03-01",
			"x.csv:3: 같은 사람의 같은 직위가 두 번",
		},
	} {
		err := faultsOf(t, h, c.kind, headers[c.kind]+c.text+"\n")
		require.ErrorContains(t, err, c.says, c.text)
		testkit.MustRefuse(t, gov.CodeInvalid, err)
	}
}

func TestAHeaderNamesEveryColumn(t *testing.T) {
	t.Parallel()
	for header, says := range map[string]string{
		"":                             "x.csv:1: 첫 줄에 열 이름이 있어야 합니다.",
		"id,kind,name,valid_from\n":    "x.csv:1: 열 ‘parent’이(가) 없습니다.",
		"id,kind,name,parent,colour\n": "x.csv:1: ‘colour’은(는) 이 자료에 없는 열입니다.",
		"id,id,kind,name,parent\n":     "x.csv:1: 열 ‘id’이(가) 두 번 있습니다.",
	} {
		_, err := intake.ReadOrg(strings.NewReader(header), "x.csv", intake.OrgUnits)
		require.ErrorContains(t, err, says)
	}
}

func faultsOf(t *testing.T, h *testkit.House, kind intake.OrgKind, text string) error {
	t.Helper()
	rows, err := intake.ReadOrg(strings.NewReader(text), "x.csv", kind)
	if err != nil {
		return err
	}
	_, err = intake.Diff(t.Context(), h.Pool, rows)
	return err
}
