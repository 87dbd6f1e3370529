import { choose } from './messages.js';

// What every page of the site has around its content.
export function frame() {
  const main = document.getElementById('main');
  document.getElementById('simulation').hidden = document.documentElement.dataset.simulated !== 'true';
  document.getElementById('language').onchange = event => choose(event.target.value);
  // The address after # says which view is shown, so the link cannot be followed as it is.
  document.querySelector('.skip').onclick = event => {
    event.preventDefault();
    main.focus();
    main.scrollIntoView();
  };
  return main;
}
