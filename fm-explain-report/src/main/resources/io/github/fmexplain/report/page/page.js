(() => {
  'use strict';
  const FIRST = 8;
  const words = document.getElementById('main').dataset;
  const status = document.getElementById('status');
  const language = document.documentElement.lang;
  const compare = new Intl.Collator(language).compare;
  const count = new Intl.NumberFormat(language).format;
  const methods = JSON.parse(document.getElementById('numbers').textContent);
  // A column is text: the number of digits, then the numbers in base 64, half of the range below 0;
  // or a list, where a number is too large for that.
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const unpack = column => {
    if (typeof column !== 'string') return column;
    const digits = Number(column[0]);
    const numbers = [];
    for (let at = 1; at < column.length; at += digits) {
      let number = 0;
      for (const digit of column.slice(at, at + digits)) {
        number = 64 * number + DIGITS.indexOf(digit);
      }
      numbers.push(number - 64 ** digits / 2);
    }
    return numbers;
  };
  // Titles are taken from the list of ratings, as text, and set as text.
  const rated = Array.from(document.querySelectorAll('#ratings > li'), li => ({
    title: li.querySelector('bdi').textContent,
    rating: li.querySelector('b').textContent
  }));

  const fill = (pattern, ...values) => pattern.replace(/\{(\d)\}/g, (_, n) => values[n]);

  // A number is a count of 0.0001, or a string with an exponent where it is beyond counting.
  const order = n => typeof n === 'string' ? 1e4 * n : n;
  const shown = n => {
    const text = typeof n === 'string' ? n : (n / 1e4).toFixed(4);
    return (order(n) > 0 ? '+' : '') + text.replace('.', words.decimal).replace('-', '−');
  };

  const cell = (name, text, sign) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (sign) made.className = sign;
    return made;
  };

  const row = (rating, numbers) => {
    const made = document.createElement('tr');
    const head = document.createElement('th');
    head.scope = 'row';
    head.append(cell('bdi', rating.title));
    made.append(head, cell('td', rating.rating));
    for (const n of numbers) {
      made.append(cell('td', shown(n), order(n) > 0 ? 'for' : order(n) < 0 ? 'against' : 'nil'));
    }
    return made;
  };

  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  // What it says is read out as the button's description.
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);
  let leaving = 0;
  const hide = () => { tip.hidden = true; };
  const show = button => {
    clearTimeout(leaving);
    tip.textContent = document.getElementById(button.getAttribute('aria-describedby')).textContent;
    tip.hidden = false;
    const at = button.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.right - tip.offsetWidth, width - tip.offsetWidth - 8));
    const above = at.top - tip.offsetHeight - 8;
    tip.style.left = left + scrollX + 'px';
    tip.style.top = (above < 0 ? at.bottom + 8 : above) + scrollY + 'px';
  };
  const leave = () => { leaving = setTimeout(hide, 200); };
  tip.addEventListener('mouseenter', () => clearTimeout(leaving));
  tip.addEventListener('mouseleave', leave);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });

  for (const table of document.querySelectorAll('.contributions')) {
    const method = methods[table.dataset.method];
    const columns = method.items[table.dataset.item].map(unpack);
    const rows = Array.isArray(method.rows) ? method.rows : Array(method.rows).fill().map((_, r) => r);
    const heads = Array.from(table.querySelectorAll('th[data-key]'));
    let key = null;
    let descending = true;
    let all = rows.length <= FIRST;
    let more = null;

    const ordered = () => {
      const places = rows.map((_, place) => place);
      const by = {
        // Rows are ordered by rating already.
        rating: (a, b) => rated[rows[a]].rating === rated[rows[b]].rating ? 0 : b - a,
        title: (a, b) => compare(rated[rows[a]].title, rated[rows[b]].title)
      };
      if (key === null) {
        const strength = place => Math.abs(order(columns[2][place]));
        return places.sort((a, b) => strength(b) - strength(a));
      }
      const ascending = by[key] || ((a, b) => order(columns[key][a]) - order(columns[key][b]));
      return places.sort(descending ? (a, b) => ascending(b, a) : ascending);
    };

    const draw = () => {
      const places = ordered().slice(0, all ? rows.length : FIRST);
      table.tBodies[0].replaceChildren(
        ...places.map(place => row(rated[rows[place]], columns.map(column => column[place]))));
      // One rating is in no order; its caption stays.
      if (key !== null && rows.length > 1) {
        const head = heads.find(h => h.dataset.key === key);
        table.caption.textContent = fill(
          all ? words.sortedAll : words.sortedFirst, count(places.length), count(rows.length),
          head.textContent, descending ? words.descending : words.ascending);
      }
      status.textContent = table.caption.textContent;
    };

    for (const head of heads) {
      const button = cell('button', head.textContent);
      button.type = 'button';
      head.replaceChildren(button);
      if (head.dataset.about) {
        button.setAttribute('aria-describedby', head.dataset.about);
        button.addEventListener('mouseenter', () => show(button));
        button.addEventListener('mouseleave', leave);
        button.addEventListener('focus', () => { if (button.matches(':focus-visible')) show(button); });
        button.addEventListener('blur', hide);
      }
      button.addEventListener('click', () => {
        descending = key === head.dataset.key ? !descending : head.dataset.key !== 'title';
        key = head.dataset.key;
        heads.forEach(other => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        draw();
      });
    }

    // Only the rows of the first method are in the file.
    if (table.tBodies[0].rows.length === 0) draw();

    if (!all) {
      more = cell('button', fill(words.showAll, count(rows.length)), 'more');
      more.type = 'button';
      more.setAttribute('aria-expanded', 'false');
      more.addEventListener('click', () => {
        all = !all;
        more.setAttribute('aria-expanded', String(all));
        more.textContent = all
          ? fill(words.showFewer, count(FIRST)) : fill(words.showAll, count(rows.length));
        draw();
      });
      table.after(more);
    }
  }

  // Nobody has to be told what was there when the page was opened.
  status.textContent = '';

  const opened = [];
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details:not([open])')) {
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener('afterprint', () => {
    opened.splice(0).forEach(details => { details.open = false; });
  });
})();
