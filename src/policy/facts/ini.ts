/** The value of a key in a section of an INI file, trimmed; comments and continuation lines are not looked into. */
export const iniValue = (text: string, section: string, key: string): string | undefined => {
  let here = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('[') && line.endsWith(']')) here = line.slice(1, -1).trim();
    else if (here === section) {
      const cut = line.search(/[=:]/);
      if (cut > 0 && line.slice(0, cut).trim().toLowerCase() === key) return line.slice(cut + 1).trim();
    }
  }
  return undefined;
};

/** As configparser reads a boolean. */
export const isOn = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');
