// What the layer of a page without a connection is made of: its parts, out of the words and numbers the server sent.
(function () {
  'use strict';
  var TAIL = 160; // letters of what was typed last
  var NS = 'http://www.w3.org/2000/svg';
  var SIGNS = {
    gone: 'M7 18h10a4 4 0 0 0 .8-7.9A6 6 0 0 0 6.3 9.6 4.3 4.3 0 0 0 7 18zM4 4l16 16',
    there: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.4l2.8 2.8L16 10',
    here: 'M4 20l1-4L16 5l3 3L8 19z',
    call: 'M6 4h3l1.5 4-2 1.3a11 11 0 0 0 6.2 6.2l1.3-2 4 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4 6a2 2 0 0 1 2-2z',
    less: 'M6 9l6 6 6-6',
    more: 'M6 15l6-6 6 6'
  };

  function make(name, className, text, into) {
    var one = document.createElement(name);
    if (className) { one.className = className; }
    if (text) { one.textContent = text; }
    if (into) { into.appendChild(one); }
    return one;
  }

  function sign(name, into) {
    var svg = document.createElementNS(NS, 'svg'), path = document.createElementNS(NS, 'path');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('class', name);
    path.setAttribute('d', SIGNS[name]);
    svg.appendChild(path);
    into.appendChild(svg);
  }

  function button(className, text, into, act) {
    var one = make('button', className, text, into);
    one.type = 'button';
    one.addEventListener('click', act);
    return one;
  }

  function frame(says, isSmall) {
    var sheet = make('section', isSmall ? 'small' : '');
    sheet.id = 'not-connected';
    sheet.lang = says.language;
    sheet.setAttribute('role', 'alert');
    ['light', 'dark'].forEach(function (look) {
      Object.keys(says[look]).forEach(function (name) { sheet.style.setProperty('--' + look + '-' + name, says[look][name]); });
    });
    return sheet;
  }

  // The numbers before any sentence. What it knows of the words is put in by `tell`.
  function broken(says, isSmall, acts) {
    var sheet = frame(says, isSmall), head = make('header', '', '', sheet), first = isSmall ? 1 : 2;
    sign('gone', head);
    make('h2', '', says.title, head);
    make('span', 'quiet', says.trying, head);
    var fold = button('fold', '', head, acts.fold);
    fold.setAttribute('aria-label', isSmall ? says.larger : says.smaller);
    fold.setAttribute('aria-expanded', isSmall ? 'false' : 'true');
    sign(isSmall ? 'more' : 'less', fold);
    var ways = make('div', 'ways', '', sheet);
    says.numbers.slice(0, first).forEach(function (one, i) { way(one, i ? 'line' : 'full', ways); });
    var rest = says.numbers.slice(first).concat(says.clinic);
    if (!says.numbers.length && rest.length) { way(rest.shift(), 'clinic', ways); }
    if (isSmall) { return sheet; }
    make('p', 'quiet stay', says.stay, sheet);
    line('there', sheet);
    line('here', sheet);
    make('p', 'words', '', sheet).dir = 'auto';
    button('soft', says.now, sheet, acts.now);
    make('p', 'label', says.numbers.length || says.clinic.length ? says.calls : says.nobody, sheet);
    rest.forEach(function (one) { way(one, 'clinic', sheet); });
    return sheet;
  }

  function line(name, into) {
    var one = make('p', name + ' told', '', into);
    sign(name, one);
    make('span', '', '', one);
  }

  function way(one, className, into) {
    var link = make('a', className, '', into);
    link.href = one.link;
    if (className !== 'line') { sign('call', link); }
    make('span', '', one.name, link);
    if (className !== 'clinic') { return; }
    make('span', 'number', one.number, link);
    if (one.detail && !(one.until && one.until <= Date.now())) { // what was true until then
      make('small', one.is_now ? 'is-now' : '', one.detail, link);
    }
  }

  // `state`: `at` when all of it had arrived, `tail` of what was typed since, `isKept`: something is to be sent.
  function tell(sheet, says, state) {
    if (!sheet.querySelector('p.there')) { return; }
    var time = state.at && state.at.toLocaleTimeString(says.language, { hour: 'numeric', minute: '2-digit' });
    put(sheet, 'p.there', time ? says.arrived.replace('{time}', time) : '');
    put(sheet, 'p.here', state.tail ? says.kept : state.isKept ? says.chosen : '');
    sheet.querySelector('p.words').textContent = state.tail.length > TAIL ? '…' + state.tail.slice(-TAIL) : state.tail;
    sheet.querySelector('p.stay').textContent = state.isTapped ? says.tapped : says.stay;
    sheet.querySelector('p.stay').classList.toggle('now', Boolean(state.isTapped));
  }

  function put(sheet, which, text) {
    var one = sheet.querySelector(which);
    one.hidden = !text;
    one.querySelector('span').textContent = text;
  }

  function lost(says, texts, acts) {
    var sheet = frame(says, false), copied;
    make('h2', '', says.lost, sheet);
    make('p', 'quiet', says.lost_text, sheet);
    var words = make('textarea', 'words', '', sheet);
    words.readOnly = true;
    words.dir = 'auto';
    words.value = texts.join('\n\n');
    words.setAttribute('aria-label', says.lost);
    var ways = make('div', 'ways', '', sheet);
    copied = button('full calm', says.copy, ways, function () {
      words.select();
      if (document.execCommand('copy')) { copied.textContent = says.copied; }
    });
    button('line calm', says.close, ways, acts.close);
    return sheet;
  }

  window.lanternSheet = { broken: broken, lost: lost, tell: tell };
})();
