// Writes the sources of the page in one language: translate-page.mjs LANGUAGE SOURCES TARGET. Each text of t`…` and
// nodes`…` in scripts and of {{t …}} in documents is replaced by its translation, and by itself where there is none.
// With the language "keys" it prints the texts as a JSON array and writes nothing.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [language, sources, target] = process.argv.slice(2);
const folder = new URL('../src/Onboarding/Messages/', import.meta.url).pathname;
const names = new Intl.DisplayNames(['en'], { type: 'language' });
const languages = [
    'en',
    ...readdirSync(folder)
        .filter(file => file.endsWith('.json'))
        .map(file => file.replace('.json', '')),
].sort();
const isReal = !['en', 'keys'].includes(language);
const messages = isReal ? JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) : {};
const keys = new Set();

const tidy = text => text.replace(/\s+/g, ' ').trim();
const escaped = text => text.replace(/[\\`]|\$\{/g, '\\$&');

function translated(key) {
    keys.add(key);
    return messages[key] ?? key;
}

// Reads a template literal from behind its first backtick: the texts, the expressions, and where it ends.
function literal(source, from) {
    const [texts, values] = [[''], []];
    let at = from;
    while (source[at] !== '`') {
        if (at >= source.length) throw new Error(`a text has no end: ${source.slice(from, from + 60)}`);
        if (source[at] === '\\') {
            texts[texts.length - 1] += source[at + 1];
            at += 2;
        } else if (source.startsWith('${', at)) {
            const end = endOfExpression(source, at + 2);
            values.push(source.slice(at + 2, end));
            texts.push('');
            at = end + 1;
        } else texts[texts.length - 1] += source[at++];
    }
    return { texts, values, end: at + 1 };
}

function endOfExpression(source, from) {
    let depth = 0;
    for (let at = from; at < source.length; at++) {
        const character = source[at];
        if (character === '`') at = literal(source, at + 1).end - 1;
        else if (character === "'" || character === '"') {
            do at += source[at] === '\\' ? 2 : 1;
            while (source[at] !== character);
        } else if (character === '{') depth++;
        else if (character === '}' && depth-- === 0) return at;
    }
    throw new Error(`an expression has no end: ${source.slice(from, from + 60)}`);
}

function script(source) {
    let result = '';
    let at = 0;
    for (const found of source.matchAll(/(?<![\w$.])(t|nodes)`/g)) {
        if (found.index < at) continue;
        const { texts, values, end } = literal(source, found.index + found[0].length);
        const key = tidy(texts.reduce((all, text, index) => `${all}{${index - 1}}${text}`));
        const parts = translated(key).split(/\{(\d+)\}/);
        const text = parts.map((part, index) =>
            index % 2 === 0 ? escaped(part) : `\${${script(values[Number(part)])}}`,
        );
        const list = parts
            .map((part, index) =>
                index % 2 === 0 ? (part === '' ? null : `\`${escaped(part)}\``) : script(values[part]),
            )
            .filter(part => part !== null);
        result += source.slice(at, found.index) + (found[1] === 't' ? `\`${text.join('')}\`` : `[${list.join(', ')}]`);
        at = end;
    }
    return result + source.slice(at);
}

const html = text => text.replace(/[&<>"]/g, character => `&#${character.codePointAt(0)};`);

// The languages to choose from, each in its own name.
const choices = () =>
    languages
        .map(one => {
            const name = new Intl.DisplayNames([one], { type: 'language' }).of(one) ?? names.of(one);
            return `<option value="${one}"${one === language ? ' selected' : ''}>${html(name)}</option>`;
        })
        .join('');

// In the document itself: one file less to be asked for.
const icon = () => `data:image/svg+xml,${encodeURIComponent(readFileSync(join(sources, 'icon.svg'), 'utf8'))}`;

const page = source =>
    source
        .replace(/\{\{t ([^}]+)\}\}/g, (_, text) => html(translated(tidy(text))))
        .replaceAll('{{language}}', language)
        .replaceAll('{{languages}}', choices())
        .replaceAll('{{icon}}', icon());

if (target) mkdirSync(target, { recursive: true });
for (const file of readdirSync(sources)) {
    const source = readFileSync(join(sources, file), 'utf8');
    const isDocument = file.endsWith('.html');
    const isScript = file.endsWith('.js') && file !== 'messages.js';
    const result = isDocument ? page(source) : isScript ? script(source) : source;
    if (target) writeFileSync(join(target, file), result);
}
if (language === 'keys') console.log(JSON.stringify([...keys].sort(), null, 1));
