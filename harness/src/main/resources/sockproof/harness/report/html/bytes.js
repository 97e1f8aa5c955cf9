// Bytes come as texts in which each character, U+0000 to U+00FF, is one byte.

const ESCAPES = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** The bytes as UTF-8, or as themselves where they are not, in one line. */
function shownText(bytes) {
  let text = bytes;
  try {
    const raw = Uint8Array.from(bytes, (c) => c.charCodeAt(0));
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    // Not UTF-8, or cut inside a character: each byte by itself.
    return [...bytes].map((c) => (c > '\u007f' ? hexEscape(c.charCodeAt(0)) : shownCharacter(c))).join('');
  }
  return [...text].map((c) => shownCharacter(c)).join('');
}

function hexEscape(code) {
  return '\\x' + code.toString(16).padStart(2, '0');
}

/** A character, escaped where it cannot be seen. */
function shownCharacter(character) {
  const code = character.codePointAt(0);
  if (code in ESCAPES) {
    return ESCAPES[code];
  }
  const unseen = code < 32 || (code >= 0x7f && code < 0xa0) || /\p{Cf}|\p{Zl}|\p{Zp}/u.test(character);
  return unseen ? (code < 256 ? hexEscape(code) : `\\u{${code.toString(16)}}`) : character;
}

/** The usual dump: offset, sixteen bytes as hexadecimal, the same as text. */
function hexDump(bytes, offset, maxRows = 64) {
  const rows = [];
  for (let at = 0; at < bytes.length && rows.length < maxRows; at += 16) {
    const part = [...bytes.slice(at, at + 16)];
    const hex = part.map((c) => c.charCodeAt(0).toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ');
    const right = hex.slice(8).join(' ');
    const text = part
      .map((c) => (c >= ' ' && c <= '~' ? c : '.'))
      .join('');
    const place = (offset + at).toString(16).padStart(6, '0');
    rows.push(`${place}  ${left.padEnd(23)}  ${right.padEnd(23)}  ${text}`);
  }
  const left = bytes.length - rows.length * 16;
  if (left > 0) {
    rows.push(`… ${plural(left, 'more byte')}`);
  }
  return rows.join('\n');
}
