// Light, dark, or as the system says: kept in this browser alone, and chosen before anything is drawn.
(() => {
  const name = 'look';
  const root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem(name) ?? '';
    } catch {
      return ''; // the browser keeps nothing for this site, so the system decides
    }
  }

  function choose(look) {
    if (look === 'light' || look === 'dark') {
      root.dataset.look = look;
    } else {
      delete root.dataset.look;
    }
  }

  function keep(look) {
    try {
      localStorage.setItem(name, look);
    } catch {
      // It then holds for this page only.
    }
  }

  choose(kept());

  document.addEventListener('DOMContentLoaded', () => {
    const group = document.querySelector('[data-look-switch]');
    const show = () => {
      for (const button of group.children) {
        button.setAttribute('aria-pressed', String(button.value === (root.dataset.look ?? '')));
      }
    };
    group.hidden = false;
    group.addEventListener('click', event => {
      if (event.target instanceof HTMLButtonElement) {
        choose(event.target.value);
        keep(event.target.value);
        show();
      }
    });
    // Another window of this site changed it.
    addEventListener('storage', event => {
      if (event.key === name) {
        choose(event.newValue ?? '');
        show();
      }
    });
    show();
  });
})();
