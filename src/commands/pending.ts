import { type Session, verb } from './shape.js';

export default (_session: Session) => verb('pending', 'pending');
