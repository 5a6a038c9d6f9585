// Arrow keys, Home and End move through a wall of pictures.
const links = [...document.querySelectorAll('.wall a')];
const steps = { ArrowRight: 1, ArrowLeft: -1 };

document.querySelector('.wall')?.addEventListener('keydown', event => {
  const at = links.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? links.length - 1 : event.key in steps ? at + steps[event.key] : -1;
  if (links[to]) {
    event.preventDefault();
    links[to].focus();
  }
});
