// The page's connection. Flet's client sees one socket that never breaks; behind it this script makes connection after
// connection, keeps what was typed until the server has it, and shows the layer with the numbers while there is none.
// Flet's own way was to cover the page, and to try again after 1, 2, 4, 8, 16, 32 and more seconds.
(function () {
  'use strict';
  var Real = window.WebSocket, packing = window.lanternPacking, layer = window.lanternLayer;
  var REGISTER = 1;
  var ASK_MS = 5000;      // how often the server is asked whether it is there, while somebody looks
  var LATE_MS = 4000;     // an answer that takes longer is told
  var DEAD_MS = 12000;    // and after that the connection is given up for another one
  var STALL_MS = 3000, ASLEEP_MS = 30000; // a second that took so long was none of the server's
  var WOKEN_MS = 2500;    // sooner once where the page was asleep or elsewhere: most likely it is dead
  var CONNECT_MS = 5000;
  var AGAIN_MS = [0, 300, 600, 1000];
  var TOLD_MS = 1200;     // a break shorter than this is not told: a tap meanwhile waits for its end
  var EARLY_MS = 8000;    // the server waits a little longer for a page to say which it is

  // The first connection is made while the client still loads: it would cost a slow line one more way there and back.
  var early = { raw: new Real(asked(location.origin.replace(/^http/, 'ws') + endpoint())), at: Date.now() };
  setTimeout(function () { if (early) { early.raw.close(); } }, EARLY_MS);

  // Where the client is there in time for it; it is used once.
  function first(url) {
    var raw = early && early.raw, isThere = raw && raw.url === asked(url) && raw.readyState < 2;
    var isInTime = isThere && Date.now() - early.at < EARLY_MS;
    if (raw && !isInTime) { raw.close(); }
    early = null;
    return isInTime ? raw : new Real(asked(url));
  }

  // The first view comes deflated to a browser that can inflate it.
  function asked(url) { return url + (window.DecompressionStream ? '?inflates=1' : ''); }

  function endpoint() { return window.flet && window.flet.webSocketEndpoint || '/ws'; }

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
    this._heard = Date.now();
    this._isThrough = false; // what Flet sends goes out
    // first; again: registered anew. Then resumed: the rest comes, the words are said. Or said: the words are, and the
    // whole page is asked for, and shown: it comes. At last open.
    this._stage = 'first';
    this._tries = 0;
    this._marks = 0;         // see `mobile/hosting/whole.py`
    this._connect();
    setInterval(function () { self._tick(); }, 1000);
    window.addEventListener('online', function () { self._isDoubted = true; self.now(); });
    window.addEventListener('offline', function () { self._ask(); });
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) { self._asked = null; self._isDoubted = true; self._heard = Date.now(); self.now(); }
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
    var self = this, raw = first(this.url);
    clearTimeout(this._next);
    raw.binaryType = 'arraybuffer';
    this._raw = raw;
    this._began = Date.now();
    this._next = setTimeout(function () { if (raw.readyState === 0) { self._broke(raw); } }, CONNECT_MS);
    raw.onopen = function () { if (raw === self._raw) { self._opened(); } };
    raw.onmessage = function (event) { if (raw === self._raw) { self._message(event.data); } };
    raw.onclose = function () { self._broke(raw); };
    // After the client listens, which it does once it has the socket.
    if (raw.readyState === 1) { setTimeout(function () { if (raw === self._raw) { self._opened(); } }, 0); }
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
    this._isThrough = this._isDoubted = false;
    this._asked = this._waiting = null;
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
    var isSettling = this._stage === 'again' || this._stage === 'said'; // the next answer is to something else
    if (!this._raw || this._raw.readyState !== 1 || isSettling) { return; }
    if (this._asked === null) { this._asked = Date.now(); }
    this._raw.send('{"taken":' + this._sent + ',"heard":' + this._had + '}');
  };

  Line.prototype._tick = function () {
    var now = Date.now(), since = now - (this._ticked || now), wasAsleep = since > STALL_MS;
    var wasAway = since > ASLEEP_MS && !document.hidden;
    this._ticked = now;
    if (wasAway) { this._isDoubted = true; this.now(); }
    if (wasAsleep || document.hidden || !this._raw || this._raw.readyState !== 1) {
      if (this._asked !== null) { this._asked = now; }
      return;
    }
    var waits = this._asked === null ? 0 : now - Math.max(this._asked, this._heard);
    if (waits > (this._isDoubted ? WOKEN_MS : DEAD_MS)) { this._broke(this._raw); }
    else if (waits > LATE_MS) { this._tell(); }
    else if (this._asked === null && now - this._heard > ASK_MS) { this._ask(); }
  };

  function Socket(url, protocols) {
    var isOurs = new URL(url, location.href).pathname === endpoint();
    return isOurs ? new Line(url) : new Real(url, protocols);
  }
  ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].forEach(function (name, i) { Socket[name] = i; });
  window.WebSocket = Socket;
  window.LanternLine = Line;
})();
