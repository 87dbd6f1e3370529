// The language of this page. `.ci/build-page` makes a bundle of each language: it puts the translation of each text of
// `t` and `nodes` in the text's place, out of src/Onboarding/Messages. The English text is the key of its translations,
// with {0}, {1} … for what is put in.
export const language = document.documentElement.lang;

// A text: t`${count} rows`.
export const t = (texts, ...values) => String.raw({ raw: texts }, ...values);

// A sentence that holds elements, as children of an element: nodes`submitted ${when(at)} by ${name}`.
export const nodes = (texts, ...values) => texts.flatMap((text, at) => [text, values[at] ?? '']);

const rules = new Intl.PluralRules(language);

export const plural = (count, one, other) => (rules.select(count) === 'one' ? one : other);

export const number = count => count.toLocaleString(language);

export const time = at => new Date(at).toLocaleString(language);

export const day = at => new Date(at).toLocaleDateString(language);

// The names of something in this language, in English where it has none.
export const namesOf = type => new Intl.DisplayNames([language, 'en'], { type });

// Shows the page in another language from now on, in this browser.
export function choose(chosen) {
  document.cookie = `language=${chosen}; max-age=31536000; samesite=strict`;
  location.reload();
}
