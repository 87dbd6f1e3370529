// Numbers the entries of this tab's history, so that what was gone through can be left in one step.
let last = -1;

export function arrive() {
  const place = history.state?.place;
  last = place ?? last + 1;
  if (place === undefined) history.replaceState({ ...history.state, place: last }, '');
  return last;
}

// Goes back to the entry of that number and puts the address in its place.
export function leaveTo(hash, place) {
  const steps = last - place;
  if (steps <= 0 && location.hash === hash) return;
  const put = () => history.replaceState(history.state, '', hash);
  if (steps > 0) {
    window.addEventListener('popstate', put, { once: true });
    history.go(-steps);
  } else {
    put();
    window.dispatchEvent(new Event('hashchange'));
  }
}
