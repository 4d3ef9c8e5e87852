const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOENT: 'a folder of the path does not exist',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reported an error',
  EBUSY: 'it is in use',
  EMFILE: 'too many open files',
  ENXIO: 'it is a socket or a device',
};

/** What an error code of the system means, in the words of a fault. */
export const reasonOf = (code: string): string => reasons[code] ?? code;
