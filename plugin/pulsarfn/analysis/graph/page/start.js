// What people do: search, filter, click, drag, zoom, keys.
const form = byId('filters');
const values = () => ({
  text: byId('search').value, namespace: byId('namespace').value, kind: byId('kind').value, found: byId('found').checked,
});
byId('namespace').append(...frames.map(([name]) => element('option', { value: name }, name)));
byId('kind').append(...[...new Set(nodes.map((node) => node.kind))].filter((kind) => kind !== 'subscription')
  .map((kind) => element('option', { value: kind }, kind)));
byId('legend').append(...data.legend.map(([kind, meaning]) => element('li', {},
  element('span', { class: `mark ${kind}`, 'aria-hidden': 'true' }), meaning)));
form.addEventListener('input', () => filter(values()));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = byId('search').value.trim().toLowerCase();
  const found = shownOf(nodes.filter((node) => node.kind !== 'subscription'));
  const best = found.find(({ name }) => name.toLowerCase() === text)
    ?? found.find(({ name }) => name.toLowerCase().includes(text)) ?? found[0];
  if (state.matches !== null && best) go(best.number);
});

function go(number) {
  centre(number);
  choose(number);
}

for (const id of ['list', 'details']) {
  byId(id).addEventListener('click', (event) => {
    const button = event.target.closest('[data-node]');
    if (button) go(Number(button.dataset.node));
  });
}
byId('in').addEventListener('click', () => zoom(1.4));
byId('out').addEventListener('click', () => zoom(1 / 1.4));
byId('fit').addEventListener('click', fit);

let drag = null;
picture.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  drag = { x: event.clientX, y: event.clientY, moved: 0, target: event.target.closest('[data-node], [data-frame]') };
  picture.setPointerCapture(event.pointerId);
});
picture.addEventListener('pointermove', (event) => {
  if (!drag) return;
  const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
  drag = { ...drag, x: event.clientX, y: event.clientY, moved: drag.moved + Math.abs(dx) + Math.abs(dy) };
  camera.x += dx;
  camera.y += dy;
  drawSoon();
});
picture.addEventListener('pointerup', () => {
  const { moved = Infinity, target = null } = drag ?? {};
  drag = null;
  if (moved > 5) return;
  if (target?.dataset.frame !== undefined) frameCalled(target.dataset.frame);
  else choose(target ? Number(target.dataset.node) : null);
});
picture.addEventListener('pointercancel', () => { drag = null; });
picture.addEventListener('wheel', (event) => {
  event.preventDefault();
  const { left, top } = picture.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX - left, event.clientY - top);
}, { passive: false });

const STEPS = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };
picture.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (STEPS[key]) {
    camera.x += STEPS[key][0];
    camera.y += STEPS[key][1];
    drawSoon();
  } else if (key === '+' || key === '=') zoom(1.4);
  else if (key === '-') zoom(1 / 1.4);
  else if (key === '0') fit();
  else return;
  event.preventDefault();
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, select')) {
    event.preventDefault();
    byId('search').focus();
  } else if (event.key === 'Escape' && state.chosen !== null) choose(null);
});
byId('list').addEventListener('keydown', (event) => {
  const places = [...byId('list').querySelectorAll('summary, details[open] .entry')];
  const here = places.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || here < 0) return;
  event.preventDefault();
  places[Math.min(places.length - 1, Math.max(0, here + step))].focus();
});
addEventListener('resize', drawSoon);
state.listeners.push(drawSoon, list, details);
list();
details();
start();
