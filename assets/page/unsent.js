// What was typed and not taken by the server yet: the newest words of each field, until the server says that it has them.
// Held in memory only, and let go the moment they are taken.
(function () {
  'use strict';
  var EVENT = 3, UPDATE = 4, MOST_BYTES = 1 << 20;

  // `message`: [action, body] of a frame the page sends. What it is: "words", "tap", or "other".
  function Unsent() {
    this.fields = new Map(); // number of the field: { at, text, update, change }
  }

  Unsent.prototype.take = function (frame, at) {
    var message = read(frame);
    if (message === null) { return 'other'; }
    var body = message[1] || {};
    if (message[0] === UPDATE && body.props && 'value' in body.props) {
      var held = this.fields.get(body.id) || {};
      this.fields.delete(body.id); // the newest last
      this.fields.set(body.id, { at: at, text: said(body.props.value), update: frame, change: held.change });
      return 'words';
    }
    if (message[0] === EVENT && body.name === 'change' && this.fields.has(body.target)) {
      var field = this.fields.get(body.target);
      field.change = frame;
      field.at = at;
      return 'words';
    }
    return message[0] === EVENT && TAPS[body.name] ? 'tap' : 'other';
  };

  // The server has everything up to message number `at`.
  Unsent.prototype.taken = function (at) {
    var fields = this.fields;
    fields.forEach(function (field, id) { if (field.at <= at) { fields.delete(id); } });
  };

  // All of it was sent again, up to message number `at`.
  Unsent.prototype.isSaid = function (at) { this.fields.forEach(function (field) { field.at = at; }); };

  // To be sent again, in the order it was typed.
  Unsent.prototype.frames = function () {
    var found = [];
    this.fields.forEach(function (field) {
      found.push(field.update);
      if (field.change) { found.push(field.change); }
    });
    return found;
  };

  // As a person reads it, the last field last.
  Unsent.prototype.texts = function (ids) {
    var found = [];
    this.fields.forEach(function (field, id) {
      if (field.text && (!ids || ids.indexOf(id) >= 0)) { found.push(field.text); }
    });
    return found;
  };

  Unsent.prototype.clear = function () { this.fields.clear(); };
  Object.defineProperty(Unsent.prototype, 'isEmpty', { get: function () { return this.fields.size === 0; } });

  var TAPS = { click: 1, tap: 1, change: 1, submit: 1, dismiss: 1, action: 1, long_press: 1 };

  function said(value) { return typeof value === 'string' ? value : ''; }

  function read(frame) {
    if (frame.length > MOST_BYTES || frame[0] !== 0) { return null; }
    try { return window.lanternPacking.unpack(frame.subarray(1)); } catch (unreadable) { return null; }
  }

  window.LanternUnsent = Unsent;
})();
