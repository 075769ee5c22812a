// The picture: what is in view is drawn, namespaces as cards where their nodes would be too small to read.
const picture = byId('picture');
const world = byId('world');
const camera = { x: 0, y: 0, scale: 1 };
const READABLE = 0.42;
const FEW = 250;
const MARGIN = 40;
const boxes = nodes.map(({ box: [x, y, w, h] }) => ({ left: x - w / 2, top: y - h / 2, right: x + w / 2, bottom: y + h / 2 }));
const spans = edges.map(([start, end, , path]) => spanOf(path, start, end));

function spanOf(path) {
  const values = path.match(/-?[\d.]+/g).map(Number);
  const xs = values.filter((_, index) => index % 2 === 0);
  const ys = values.filter((_, index) => index % 2 === 1);
  const least = (found) => found.reduce((a, b) => Math.min(a, b));
  const most = (found) => found.reduce((a, b) => Math.max(a, b));
  return { left: least(xs), top: least(ys), right: most(xs), bottom: most(ys) };
}

function inView({ left, top, right, bottom }) {
  const { clientWidth, clientHeight } = picture;
  const { x, y, scale } = camera;
  return right * scale + x > -MARGIN && left * scale + x < clientWidth + MARGIN
    && bottom * scale + y > -MARGIN && top * scale + y < clientHeight + MARGIN;
}

function draw() {
  world.setAttribute('transform', `translate(${camera.x} ${camera.y}) scale(${camera.scale})`);
  const near = state.chosen === null ? null : surroundings(state.chosen);
  const detailed = camera.scale >= READABLE || nodes.length <= FEW;
  const visible = frames.filter(([, left, top, w, h]) => inView({ left, top, right: left + w, bottom: top + h }));
  const content = visible.map((frame) => (detailed ? frameOf(frame) : cardOf(frame)));
  const shown = detailed ? () => true : (kept) => near && kept;
  edges.forEach((edge, number) => {
    if (shown(near?.edges.has(number)) && inView(spans[number])) content.push(wayOf(edge, number, near));
  });
  nodes.forEach((node) => {
    if (shown(near?.nodes.has(node.number)) && inView(boxes[node.number])) content.push(nodeOf(node, near));
  });
  world.replaceChildren(...content);
}

function faded(number) {
  return state.matches !== null && !state.matches.has(number);
}

function frameOf([name, left, top, width, height]) {
  const title = drawn('text', { class: 'title', x: left + 14, y: top + 21 }, name);
  return drawn('g', {}, drawn('rect', { class: 'frame', x: left, y: top, width, height, rx: 12 }), title);
}

function cardOf([name, left, top, width, height]) {
  const inside = nodes.filter((node) => node.namespace === name && COMPONENTS.has(node.kind));
  const matching = inside.filter((node) => !faded(node.number)).length;
  const count = state.matches ? `${matching} of ${inside.length}` : counted(inside.length, 'component');
  const lines = [...name.split(/(?<=\/)/), state.matches ? count : String(inside.length)];
  const longest = Math.max(...lines.map((line) => line.length));
  const size = Math.min(15 / camera.scale, width / (0.62 * longest + 1), height / (1.3 * lines.length + 1));
  const x = left + width / 2;
  const texts = lines.map((line, index) => drawn('text', {
    x, y: top + height / 2 + (index - lines.length / 2 + 0.8) * size * 1.3, 'font-size': size,
  }, line));
  return drawn('g', { class: state.matches && !matching ? 'card faded' : 'card', 'data-frame': name },
    drawn('title', {}, `${name}: ${count}`),
    drawn('rect', { class: 'frame', x: left, y: top, width, height, rx: Math.min(12 / camera.scale, height / 4) }),
    ...texts);
}

function wayOf([start, end, kind, path], number, near) {
  const classes = ['way', kind === 'data' ? '' : 'side', near?.edges.has(number) ? 'near' : ''];
  if (near ? !near.edges.has(number) : faded(start) && faded(end)) classes.push('faded');
  return drawn('path', { class: classes.filter(Boolean).join(' '), d: path, 'marker-end': 'url(#head)' });
}

function nodeOf(node, near) {
  const { number, kind, name, short = name, detail, worst, box: [x, y, width, height, radius] } = node;
  const classes = ['node', kind];
  if (number === state.chosen) classes.push('chosen');
  else if (near?.nodes.has(number)) classes.push('near');
  if (near ? !near.nodes.has(number) : faded(number)) classes.push('faded');
  const [first, second] = kind === 'subscription' ? [-2, 11] : [-3, 14];
  const made = drawn('g', { class: classes.join(' '), 'data-node': number },
    drawn('title', {}, node.namespace ? `${name}: ${detail} in ${node.namespace}` : `${name}: ${detail}`),
    drawn('rect', { class: 'box', x: x - width / 2, y: y - height / 2, width, height, rx: radius }),
    drawn('text', { class: 'name', x, y: y + first }, short),
    drawn('text', { class: 'detail', x, y: y + second }, detail));
  if (worst) made.append(drawn('circle', { class: `badge-dot ${worst}`, cx: x + width / 2, cy: y - height / 2, r: 6 }));
  return made;
}

let waiting = false;
function drawSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; draw(); });
}

function zoom(factor, x = picture.clientWidth / 2, y = picture.clientHeight / 2) {
  const scale = Math.min(4, Math.max(0.002, camera.scale * factor));
  camera.x = x - (x - camera.x) * scale / camera.scale;
  camera.y = y - (y - camera.y) * scale / camera.scale;
  camera.scale = scale;
  drawSoon();
}

function show({ left, top, right, bottom }, most = 1.2) {
  const { clientWidth, clientHeight } = picture;
  const width = Math.max(1, right - left), height = Math.max(1, bottom - top);
  camera.scale = Math.min(most, (clientWidth - 2 * MARGIN) / width, (clientHeight - 3 * MARGIN) / height);
  camera.x = (clientWidth - (left + right) * camera.scale) / 2;
  camera.y = (clientHeight - MARGIN - (top + bottom) * camera.scale) / 2;
  drawSoon();
}

function fit() {
  show({ left: 0, top: 0, right: data.width, bottom: data.height });
}

function centre(number) {
  const { left, top, right, bottom } = boxes[number];
  camera.scale = Math.max(camera.scale, Math.min(0.9, READABLE * 2));
  camera.x = picture.clientWidth / 2 - (left + right) / 2 * camera.scale;
  camera.y = picture.clientHeight / 2 - (top + bottom) / 2 * camera.scale;
  drawSoon();
}

function frameCalled(name) {
  const [, left, top, width, height] = frames.find(([each]) => each === name);
  show({ left, top, right: left + width, bottom: top + height });
  if (camera.scale < READABLE && nodes.length > FEW) {
    camera.scale = READABLE * 1.1;
    camera.x = MARGIN - left * camera.scale;
    camera.y = MARGIN - top * camera.scale;
  }
}

// At first everything, or of a few nodes as much as can be read.
function start() {
  fit();
  const least = READABLE * 1.4;
  if (camera.scale >= least || nodes.length > FEW) return;
  camera.x = MARGIN;
  camera.y = (picture.clientHeight - MARGIN - data.height * least) / 2;
  if (data.height * least > picture.clientHeight) camera.y = MARGIN;
  camera.scale = least;
}
