// What is typed into a cell, and what a sheet puts on the clipboard. Nothing here touches the page.

// parse reads a block of a sheet as it is copied: cells by tabs, lines by breaks, in quotes where a cell has either.
export function parse(text) {
  const out = [];
  let line = [], cell = '', quoted = false;
  const end = () => { line.push(cell); cell = ''; };
  const all = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let i = 0; i < all.length; i += 1) {
    const c = all[i];
    if (quoted && c === '"' && all[i + 1] === '"') {
      cell += c;
      i += 1;
    } else if (quoted) {
      if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t') end();
    else if (c === '\n') {
      end();
      out.push(line);
      line = [];
    } else cell += c;
  }
  end();
  out.push(line);
  return out;
}

const figures = ['integer', 'money', 'decimal', 'percent'];

// read is a value as rows take it: Hangul composed, figures with commas, a date with hyphens, the value of a choice.
export function read(head, typed) {
  const text = typed.normalize('NFC').trim();
  if (head.choices.length) return head.choices.find((c) => c.title === text || c.value === text)?.value ?? text;
  if (figures.includes(head.type)) {
    const bare = text.replace(/[,\s]/g, '').replace(/^[△▲−]/, '-');
    const [, sign, whole, rest] = bare.match(/^(-?)(\d+)(\.\d+)?$/) ?? [];
    return whole === undefined ? text : sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + (rest ?? '');
  }
  if (head.type === 'date') {
    const [, y, m, d] = text.match(/^(\d{4})[-./]\s*(\d{1,2})[-./]\s*(\d{1,2})\.?$/) ?? [];
    return y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : text;
  }
  return text;
}

// wrong is what can be said of a value without asking: the server has the last word.
export function wrong(head, value) {
  if (value === '') return head.required ? '적어야 하는 칸입니다.' : '';
  if (head.choices.length) return head.choices.some((c) => c.value === value) ? '' : '목록에 있는 말을 고르십시오.';
  if (figures.includes(head.type)) {
    const bare = value.replaceAll(',', '');
    const [, rest] = bare.match(/^-?\d+(?:\.(\d+))?$/) ?? [null, null];
    if (rest === null) return '숫자로 적으십시오.';
    const whole = head.type === 'integer' || head.type === 'money';
    if (rest && rest.length > Number(head.decimals ?? 0) && (whole || head.decimals)) {
      return whole ? '소수점 없이 적으십시오.' : `소수점 아래 ${head.decimals}자리까지 적으십시오.`;
    }
    if (whole && head.min !== undefined && BigInt(bare) < BigInt(head.min)) return `${head.min} 이상이어야 합니다.`;
    if (whole && head.max !== undefined && BigInt(bare) > BigInt(head.max)) return `${head.max} 이하여야 합니다.`;
  }
  if (head.type === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value)) return '날짜는 2027-02-05와 같이 적으십시오.';
  if (head.len && [...value].length > Number(head.len)) return `${head.len}자 이하로 적으십시오.`;
  return '';
}
