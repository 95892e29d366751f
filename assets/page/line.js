// The page's connection. Flet's client sees one socket that never breaks; behind it this script makes connection after
// connection, keeps what was typed until the server has it, and shows the layer with the numbers while there is none.
// Flet's own way was to cover the page, and to try again after 1, 2, 4, 8, 16, 32 and more seconds.
(function () {
  'use strict';
  var Real = window.WebSocket, packing = window.lanternPacking, layer = window.lanternLayer;
  var REGISTER = 1, BESIDE = 2;
  var ASK_MS = 5000;      // how often the server is asked whether it is there, while somebody looks
  var LATE_MS = 4000;     // an answer that takes longer is told
  var DEAD_MS = 12000;    // and after that the connection is given up for another one
  var CONNECT_MS = 5000;
  var AGAIN_MS = [0, 300, 600, 1000];
  var TOLD_MS = 1200;     // a break shorter than this is not told: a tap meanwhile waits for its end

  function Line(url) {
    var target = new EventTarget(); // Safari cannot extend it without classes
    var self = this;
    ['addEventListener', 'removeEventListener', 'dispatchEvent'].forEach(function (name) {
      self[name] = target[name].bind(target);
    });
    this.url = url;
    this.binaryType = 'arraybuffer';
    this.readyState = 0;
    this.bufferedAmount = 0;
    this.protocol = this.extensions = '';
    this._unsent = new window.LanternUnsent();
    this._sent = 0;          // how many messages, but the one that says which page this is
    this._had = 0;           // how many came since the page was there as a whole
    this._asked = null;      // when the question that is not answered was put
    this._askedUpTo = 0;
    this._heard = Date.now();
    this._isThrough = false; // what Flet sends goes out
    // first; again: registered anew. Then resumed: the rest comes, the words are said. Or said: the words are, and the
    // whole page is asked for, and shown: it comes. At last open.
    this._stage = 'first';
    this._tries = 0;
    this._marks = 0;         // see `mobile/hosting/whole.py`
    this._connect();
    setInterval(function () { self._tick(); }, 1000);
    window.addEventListener('online', function () { self.now(); });
    window.addEventListener('offline', function () { self._ask(); });
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) { self._asked = null; self._heard = Date.now(); self.now(); }
    });
    window.addEventListener('beforeunload', function (event) {
      if (!self._isThrough && !self._unsent.isEmpty) { event.preventDefault(); }
    });
    layer.onNow = function () {
      if (self._raw && self._raw.readyState === 1) { self._tries = 0; self._broke(self._raw); } else { self.now(); }
    };
    if (window.lanternSays) { layer.says(window.lanternSays); }
  }
  ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach(function (name, i) { Line[name] = Line.prototype[name] = i; });

  // --- what Flet does with it ---

  Line.prototype.send = function (data) {
    var frame = data instanceof Uint8Array ? data.slice() : new Uint8Array(data.slice ? data.slice(0) : data);
    if (frame[0] === 0 && frame[2] === REGISTER) {
      this._registration = packing.unpack(frame.subarray(1))[1];
      this._session = this._registration.session_id || '';
      if (this._raw && this._raw.readyState === 1) { this._raw.send(frame); }
      this._ask();
      return;
    }
    var kind = this._unsent.kind(frame);
    if (kind === 'tap' && layer.isShown) { layer.tapped(); return; }
    this._unsent.take(frame, kind, this._isThrough ? this._sent + 1 : Infinity, layer.isWriting());
    if (this._isThrough) {
      this._out(frame);
      if (kind === 'words' && this._asked === null) { this._ask(); }
    }
    if (kind === 'words' && layer.isShown) { layer.kept(this._unsent); }
  };

  Line.prototype.close = function (code, reason) {
    this.readyState = 3;
    if (this._raw) { this._raw.close(); }
    this.dispatchEvent(new CloseEvent('close', { code: code || 1000, reason: reason || '', wasClean: true }));
  };

  // --- the connection in hand ---

  // At once, whatever was planned.
  Line.prototype.now = function () {
    if (this._stage === 'open' && this._raw && this._raw.readyState === 1) { this._ask(); return; }
    this._tries = 0;
    if (!this._raw || this._raw.readyState > 1) { this._connect(); }
  };

  Line.prototype._connect = function () {
    var self = this, raw = new Real(this.url);
    clearTimeout(this._next);
    raw.binaryType = 'arraybuffer';
    this._raw = raw;
    this._began = Date.now();
    this._next = setTimeout(function () { if (raw.readyState === 0) { self._broke(raw); } }, CONNECT_MS);
    raw.onopen = function () { if (raw === self._raw) { self._opened(); } };
    raw.onmessage = function (event) { if (raw === self._raw) { self._message(event.data); } };
    raw.onclose = function () { self._broke(raw); };
  };

  Line.prototype._opened = function () {
    clearTimeout(this._next);
    this._heard = Date.now();
    this._asked = null;
    if (this.readyState === 0) {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
    } else if (this._registration) {
      this._stage = 'again';
      var said = Object.assign({}, this._registration, { session_id: this._session, ticket: this._ticket || '' });
      said.page = Object.assign({}, said.page, {
        route: location.pathname + location.search, width: window.innerWidth, height: window.innerHeight
      });
      this._pack([REGISTER, said]);
      this._asked = Date.now();
    }
  };

  Line.prototype._broke = function (raw) {
    if (raw !== this._raw || this.readyState === 3) { return; }
    var self = this;
    raw.onclose = raw.onopen = raw.onmessage = null;
    raw.close();
    clearTimeout(this._next);
    this._raw = null;
    this._isThrough = false;
    this._asked = null;
    if (!this._telling) {
      this._telling = setTimeout(function () { self._tell(); }, TOLD_MS);
    }
    var wait = AGAIN_MS[Math.min(this._tries++, AGAIN_MS.length - 1)];
    this._next = setTimeout(function () { self._connect(); }, wait + Math.random() * wait / 4);
  };

  // From now on a tap does nothing and is told so; one that waited is not done later, when nobody expects it.
  Line.prototype._tell = function () {
    var waited = this._unsent.dropTaps();
    layer.show(this._unsent, this._tookAt);
    if (waited) { layer.tapped(); }
  };

  // --- what the server says ---

  Line.prototype._message = function (data) {
    this._heard = Date.now();
    if (typeof data === 'string') { this._beside(JSON.parse(data)); return; }
    var frame = new Uint8Array(data), isPage = frame[0] === 0 && frame[2] === REGISTER;
    if (frame[0] === BESIDE) { this._inOrder(JSON.parse(new TextDecoder().decode(frame.subarray(1)))); return; }
    if (isPage) { this._page(data, packing.unpack(frame.subarray(1))[1]); return; }
    if (this._stage === 'again' || this._stage === 'said') { return; } // it comes again, or is in the page that comes
    this._had += 1;
    this._pass(data);
  };

  Line.prototype._page = function (data, body) {
    if (this._stage === 'first' || body.error) {
      this._session = body.session_id;
      this._had = 0;
      this._pass(data);
      this._isOpen();
    } else if (body.session_id === this._session && this._ticket) {
      this._raw.send('{"again":' + this._had + '}');
    } else { // the server began anew, or waited too long
      var texts = this._unsent.texts();
      this._unsent.clear();
      this.readyState = 3;
      this._raw.onclose = null;
      this._raw.close();
      if (texts.length) { layer.lost(texts, reload); } else { reload(); }
    }
  };

  function reload() { location.reload(); }

  // How much of ours was taken; whether what we did not get follows, or the page can only come as a whole.
  Line.prototype._again = function (news) {
    this._sent = news.taken;
    this._unsent.taken(news.taken);
    this._unsent.broke();
    if (news.again) {
      this._stage = 'resumed';
      this._say();
      this._ask();
    } else {
      this._unsent.onlyWords();
      this._sayAgain();
    }
  };

  Line.prototype._say = function () {
    var self = this;
    this._unsent.again(function (frame) { self._out(frame); return self._sent; });
    this._saidUpTo = this._sent;
  };

  // The words first, and then the page as it is with them: a page without them would put the old words into the field.
  Line.prototype._sayAgain = function () {
    this._stage = 'said';
    this._say();
    this._raw.send('{"page":' + (1 + this._marks % 3) + '}'); // never as many as the time before
  };

  Line.prototype._said = function (untaken) {
    var lost = untaken ? this._unsent.texts(untaken) : [];
    this._unsent.taken(this._saidUpTo);
    if (lost.length) { layer.lost(lost); }
  };

  Line.prototype._inOrder = function (news) {
    if ('again' in news) {
      this._again(news);
    } else if (news.untaken) {
      this._said(news.untaken);
      this._stage = 'shown';
      this._had = 0;
      this._marks = 1 + this._marks % 3;
    } else if (this._unsent.isEmpty) {
      this._isOpen();
    } else {
      this._sayAgain();
    }
  };

  Line.prototype._isOpen = function () {
    this._stage = 'open';
    this._isThrough = true;
    this._say(); // what came up meanwhile
    this._tries = 0;
    clearTimeout(this._telling);
    this._telling = null;
    layer.hide();
    this._ask();
  };

  Line.prototype._beside = function (news) {
    if (news.says) { layer.says(news.says); }
    if (news.ticket) { this._ticket = news.ticket; }
    this._asked = null;
    if (this._stage === 'resumed') {
      this._said(news.untaken);
      this._isOpen();
    } else if (this._isThrough) {
      this._unsent.taken(news.taken);
      if (!this._unsent.isEmpty) { this._ask(); } else if (this._unsent.hasArrived) { this._tookAt = new Date(); }
      if (layer.isShown && this._stage === 'open') { clearTimeout(this._telling); this._telling = null; layer.hide(); }
    }
  };

  Line.prototype._pass = function (data) { this.dispatchEvent(new MessageEvent('message', { data: data })); };

  // --- asking ---

  Line.prototype._out = function (frame) {
    if (this._raw && this._raw.readyState === 1) { this._sent += 1; this._raw.send(frame); }
  };

  Line.prototype._pack = function (message) {
    var body = packing.pack(message), frame = new Uint8Array(body.length + 1);
    frame.set(body, 1);
    this._out(frame);
  };

  Line.prototype._ask = function () {
    if (!this._raw || this._raw.readyState !== 1) { return; }
    if (this._asked === null) { this._asked = Date.now(); }
    this._raw.send('{"taken":' + this._sent + ',"heard":' + this._had + '}');
  };

  Line.prototype._tick = function () {
    var now = Date.now(), wasAsleep = now - (this._ticked || now) > 3 * 1000;
    this._ticked = now;
    if (wasAsleep || document.hidden || !this._raw || this._raw.readyState !== 1) {
      if (this._asked !== null) { this._asked = now; }
      return;
    }
    var waits = this._asked === null ? 0 : now - Math.max(this._asked, this._heard);
    if (waits > DEAD_MS) { this._broke(this._raw); }
    else if (waits > LATE_MS) { this._tell(); }
    else if (this._asked === null && now - this._heard > ASK_MS) { this._ask(); }
  };

  function Socket(url, protocols) {
    var isOurs = new URL(url, location.href).pathname === (window.flet && window.flet.webSocketEndpoint || '/ws');
    return isOurs ? new Line(url) : new Real(url, protocols);
  }
  ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach(function (name, i) { Socket[name] = i; });
  window.WebSocket = Socket;
})();
