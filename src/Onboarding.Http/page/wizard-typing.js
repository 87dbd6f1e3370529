// A list is searched by typing: the first entry one of whose names begins with what was typed is chosen. The browser
// alone knows only the names that are shown.
export function findByTyping(list, namesOf) {
  let names = null;
  let typed = '';
  let pause = 0;
  let isReported = true;

  list.onkeydown = event => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || (event.key === ' ' && !typed))
      return;
    event.preventDefault();
    clearTimeout(pause);
    pause = setTimeout(forget, 1000);
    names ??= [...list.options]
      .filter(option => option.value)
      .map(option => [option.value, namesOf(option.value).map(plain)]);
    const letter = plain(event.key);
    // The same letter again is the next one with it.
    const isRepeated =
      typed !== '' && [...typed].every(one => one === letter) && beginning(typed + letter).length === 0;
    if (!isRepeated) typed += letter;
    const found = beginning(typed);
    if (found.length > 0)
      choose(
        typed.length === 1
          ? found[(found.indexOf(list.value) + 1) % found.length]
          : found.includes(list.value)
            ? list.value
            : found[0],
      );
  };
  list.onblur = forget;

  const beginning = text => names.filter(([, all]) => all.some(one => one.startsWith(text))).map(([value]) => value);

  function choose(value) {
    if (list.value === value) return;
    list.value = value;
    isReported = false;
    list.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // A change is reported once the word is typed, not with every letter of it.
  function forget() {
    clearTimeout(pause);
    typed = '';
    if (isReported) return;
    isReported = true;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
